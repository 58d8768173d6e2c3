import Dialects
import Domain
import JSON
import Testing

@testable import Rehearsal

/// One question with what surrounds it, in whatever dialect, and what the model says to it.
struct Prompted {
    var system: String?
    var user = "hello"
    /// Turns before the user's.
    var before: [(role: String, text: String)] = []
    /// What a called tool answered behind the user's message.
    var toolResult: String?
    /// Names; each takes `argumentSchema`.
    var tools: [String] = []
    var argumentSchema = Asked.tool
    var choice: JSONValue?
    var outputSchema: String?
    var streams = false

    struct Said: Equatable {
        var text = ""
        /// Of the first call.
        var call: String?
        var arguments = ""
    }

    func said(_ weaknesses: [RehearsalWeakness], _ dialect: Dialect, answer: String? = nil) throws -> Said {
        try said(RehearsalBehaviour(answer: answer, weaknesses: weaknesses), dialect)
    }

    func said(_ behaviour: RehearsalBehaviour, _ dialect: Dialect) throws -> Said {
        let asked = Asked(behaviour: behaviour)
        let body = String(decoding: try fields(dialect).bytes, as: UTF8.self)
        if streams {
            return try asked.events(.conversation(dialect), body).reduce(into: Said()) { said, event in
                guard let data = event.data else { return }
                Self.add(data, dialect, to: &said)
            }
        }
        return Self.read(try asked.plain(.conversation(dialect), body), dialect)
    }

    // MARK: Asking

    func fields(_ dialect: Dialect) throws -> JSONValue {
        let schema = try JSONValue(parsing: Array(argumentSchema.utf8))
        let output = try outputSchema.map { try JSONValue(parsing: Array($0.utf8)) }
        switch dialect {
        case .chatCompletions:
            var messages = (system.map { [Self.message("system", $0)] } ?? []) + turns
            if let toolResult {
                messages.append(
                    .object(
                        ("role", .string("tool")),
                        ("tool_call_id", .string("c")),
                        ("content", .string(toolResult))
                    )
                )
            }
            let format = output.map {
                JSONValue.object(("type", .string("json_schema")), ("json_schema", .object(("schema", $0))))
            }
            return .object(
                ("model", .string("m")),
                ("messages", .array(messages)),
                ("stream", .bool(streams)),
                (
                    "tools",
                    declared {
                        .object(("type", .string("function")), ("function", .object($0, ("parameters", schema))))
                    }
                ),
                ("tool_choice", choice),
                ("response_format", format)
            )
        case .responses:
            var items = turns
            if let toolResult {
                items.append(
                    .object(
                        ("type", .string("function_call")),
                        ("call_id", .string("c")),
                        ("name", .string("t")),
                        ("arguments", .string("{}"))
                    )
                )
                items.append(
                    .object(
                        ("type", .string("function_call_output")),
                        ("call_id", .string("c")),
                        ("output", .string(toolResult))
                    )
                )
            }
            let format = output.map {
                JSONValue.object(("format", .object(("type", .string("json_schema")), ("schema", $0))))
            }
            return .object(
                ("model", .string("m")),
                ("instructions", system.map { .string($0) }),
                ("input", .array(items)),
                ("stream", .bool(streams)),
                ("tools", declared { .object(("type", .string("function")), $0, ("parameters", schema)) }),
                ("tool_choice", choice),
                ("text", format)
            )
        case .messages:
            var messages = turns
            if let toolResult {
                let use = JSONValue.object(
                    ("type", .string("tool_use")),
                    ("id", .string("c")),
                    ("name", .string("t")),
                    ("input", .object([]))
                )
                let result = JSONValue.object(
                    ("type", .string("tool_result")),
                    ("tool_use_id", .string("c")),
                    ("content", .string(toolResult))
                )
                messages.append(.object(("role", .string("assistant")), ("content", .array([use]))))
                messages.append(.object(("role", .string("user")), ("content", .array([result]))))
            }
            let format = output.map {
                JSONValue.object(("format", .object(("type", .string("json_schema")), ("schema", $0))))
            }
            return .object(
                ("model", .string("m")),
                ("max_tokens", .integer(4096)),
                ("system", system.map { .string($0) }),
                ("messages", .array(messages)),
                ("stream", .bool(streams)),
                ("tools", declared { .object($0, ("input_schema", schema)) }),
                ("tool_choice", choice),
                ("output_config", format)
            )
        }
    }

    /// Absent without any: an empty list is no declaration.
    private func declared(_ tool: ((String, JSONValue?)) -> JSONValue) -> JSONValue? {
        tools.isEmpty ? nil : .array(tools.map { tool(("name", .string($0))) })
    }

    private var turns: [JSONValue] {
        before.map { Self.message($0.role, $0.text) } + [Self.message("user", user)]
    }

    private static func message(_ role: String, _ text: String) -> JSONValue {
        .object(("role", .string(role)), ("content", .string(text)))
    }
}
