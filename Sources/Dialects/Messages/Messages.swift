import Domain
import JSON

struct Messages: DialectProfile {
    func carriage(of field: ConversationField) -> Carriage { fatalError() }
    func readRequest(_ body: JSONValue) throws(Refusal) -> ConversationRequest { fatalError() }
    func writeRequest(
        _ request: ConversationRequest,
        for traits: TargetTraits,
        losses: inout LossReport
    ) throws(Refusal) -> JSONValue { fatalError() }
    func seals(in body: JSONValue) -> [Reasoning.Seal] { fatalError() }
    func removingSeals(from body: JSONValue) -> JSONValue { fatalError() }
    func readAnswer(_ body: JSONValue) throws(TranslationFault) -> ConversationAnswer { fatalError() }
    func writeAnswer(_ answer: ConversationAnswer, _ options: AnswerOptions, losses: inout LossReport) -> JSONValue {
        fatalError()
    }
    func makeReader() -> any StreamReader { fatalError() }
    func makeWriter(_ options: AnswerOptions) -> any StreamWriter { fatalError() }
    func readError(_ body: JSONValue) -> UpstreamError { fatalError() }
    func writeError(_ error: UpstreamError, status: Int, requestID: String) -> JSONValue { fatalError() }
}
