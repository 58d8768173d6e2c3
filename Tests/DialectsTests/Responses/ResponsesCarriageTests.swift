import Domain
import Testing

@testable import Dialects

@Suite("Responses: the column of the loss policy")
struct ResponsesCarriageTests {
    @Test("what is not carried value for value says why, in a sentence", arguments: ConversationField.allCases)
    func notes(field: ConversationField) {
        let carriage = Responses().carriage(of: field)
        guard carriage != .exact else { return }
        #expect(carriage.note?.hasSuffix(".") == true)
    }

    @Test("answers are never refused, for they are here already", arguments: ConversationField.allCases)
    func answers(field: ConversationField) {
        guard field.side == .answer, case .refused = Responses().carriage(of: field) else { return }
        Issue.record("\(field) is refused")
    }
}
