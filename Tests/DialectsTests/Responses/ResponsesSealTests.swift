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

    @Test("what is encrypted and no reasoning is history, which stays")
    func history() throws {
        let compaction = #"{"type":"compaction","id":"cmp_1","encrypted_content":"C"}"#
        let body = try ResponsesFixtures.json(
            #"{"input":[\#(compaction),{"type":"reasoning","summary":[],"encrypted_content":"R"},{"type":"compaction"}]}"#
        )
        #expect(Responses().sealedHistory(in: body) == ["C"])
        #expect(
            Responses().removingSeals(from: body)["input"]?.elements?.first == (try ResponsesFixtures.json(compaction))
        )
        #expect(Responses().sealedHistory(in: .object(("input", .string("x")))).isEmpty)
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
        // Another model's alone, and by their ids those that have no seal.
        let named = try ResponsesFixtures.json(
            #"""
            {"input":[{"type":"reasoning","id":"rs_68af1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f","summary":[]},
            {"type":"reasoning","id":"rs_01m87ytfv33rj63dmp3mekn4g50","summary":[],"content":[{"type":"reasoning_text","text":"x"}]},
            {"type":"reasoning","summary":[],"encrypted_content":"B"}]}
            """#
        )
        let id = Reasoning.Seal.signature("rs_68af1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f")
        #expect(Responses().seals(in: named) == [id, .signature(""), .encrypted("B")])
        var lost: [ConversationField] = []
        let left = Responses().removingSeals(from: named, losing: &lost) { $0 == id }
        #expect(left["input"]?.elements?.map { $0["encrypted_content"]?.string } == ["B"])
        #expect(lost == [.reasoningContent])
        #expect(Responses().removingUnsealedReasoning(from: named, losing: &lost)["input"]?.elements?.count == 2)
        #expect(Responses().removingSeals(from: .object(("input", .string("x")))) == .object(("input", .string("x"))))
    }
}
