import Dialects
import JSON
import Testing

@testable import Rehearsal

@Suite("Who said what")
struct ConversationTests {
    private func read(_ dialect: Dialect, _ text: String) throws -> Conversation {
        let fields = try JSONValue(parsing: Array(text.utf8))
        return switch dialect {
        case .chatCompletions: Conversation(chatCompletions: fields)
        case .responses: Conversation(responses: fields)
        case .messages: Conversation(messages: fields)
        }
    }

    @Test(
        "is the same in every dialect",
        arguments: [
            (
                .chatCompletions,
                """
                {"messages":[{"role":"developer","content":"S"},{"role":"system","content":[{"type":"text","text":"T"}]},
                {"role":"user","content":[{"type":"text","text":"U"},{"type":"image_url"}]},
                {"role":"assistant","content":null,"tool_calls":[]},{"role":"tool","content":"R"}]}
                """
            ),
            (
                .responses,
                """
                {"instructions":"S","input":[{"role":"developer","content":"T"},
                {"type":"message","role":"user","content":[{"type":"input_text","text":"U"}]},{"type":"reasoning"},
                {"type":"function_call","name":"f"},{"type":"function_call_output","output":[{"text":"R"}]}]}
                """
            ),
            (
                .messages,
                """
                {"system":[{"type":"text","text":"S"},{"type":"text","text":"T"}],"messages":[
                {"role":"user","content":"U"},{"role":"assistant","content":[{"type":"tool_use","name":"f"}]},
                {"role":"user","content":[{"type":"tool_result","content":[{"type":"text","text":"R"}]}]}]}
                """
            ),
        ] as [(Dialect, String)]
    )
    func dialects(dialect: Dialect, text: String) throws {
        let conversation = try read(dialect, text)
        #expect(conversation.system == "S\nT")
        #expect(conversation.turns.filter { $0.role != .system }.map(\.role) == [.user, .assistant, .tool])
        #expect(conversation.lastUserText == "U")
        #expect(conversation.lastInput == "U\nR")
        #expect(conversation.newestInput == "R")
    }

    @Test("what a user says beside a tool's result comes behind it; a bare text is the user's")
    func edges() throws {
        let mixed = try read(
            .messages,
            #"{"messages":[{"role":"user","content":[{"type":"tool_result","content":"R"},{"type":"text","text":"U"}]}]}"#
        )
        #expect(mixed.turns.map(\.role) == [.tool, .user])
        #expect(mixed.lastInput == "R\nU" && mixed.newestInput == "U")
        #expect(try read(.responses, #"{"input":"U"}"#).turns == [.init(role: .user, text: "U")])
        #expect(try read(.chatCompletions, #"{"messages":[{"role":"narrator","content":"x"}]}"#).lastInput.isEmpty)
    }
}
