import JSON
import Testing

@testable import Dialects

@Suite("Responses: sealed reasoning")
struct ResponsesSealTests {
    private let body = #"""
        {"model":"m","frob":1.0,"input":[{"role":"user","content":"u"},
        {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"A"},
        {"type":"function_call","id":"fc_1","call_id":"1","name":"f","arguments":"{}"},
        {"type":"function_call_output","id":"fco_1","call_id":"1","output":""},
        {"type":"function_call","id":"fc_2","call_id":"2","name":"f","arguments":"{}"},
        {"type":"reasoning","id":"rs_2","summary":[],"content":[{"type":"reasoning_text","text":"open"}]},
        {"type":"reasoning","id":"rs_3","summary":[],"content":[],"encrypted_content":"B"},
        {"type":"message","id":"msg_1","role":"assistant","content":[]}]}
        """#

    @Test("seals are found in order")
    func finding() throws {
        #expect(Responses().seals(in: try ResponsesFixtures.json(body)) == [.encrypted("A"), .encrypted("B")])
        #expect(Responses().seals(in: .array([])).isEmpty)
    }

    @Test("sealed reasoning goes with the ids that hang on it, and nothing else does")
    func removing() throws {
        let expected = #"""
            {"model":"m","frob":1.0,"input":[{"role":"user","content":"u"},
            {"type":"function_call","call_id":"1","name":"f","arguments":"{}"},
            {"type":"function_call_output","id":"fco_1","call_id":"1","output":""},
            {"type":"function_call","id":"fc_2","call_id":"2","name":"f","arguments":"{}"},
            {"type":"reasoning","id":"rs_2","summary":[],"content":[{"type":"reasoning_text","text":"open"}]},
            {"type":"message","role":"assistant","content":[]}]}
            """#
        #expect(
            Responses().removingSeals(from: try ResponsesFixtures.json(body)) == (try ResponsesFixtures.json(expected))
        )
        #expect(Responses().removingSeals(from: .object(("input", .string("x")))) == .object(("input", .string("x"))))
    }
}
