import Domain
import JSON

extension ChatRequestWriter {
    mutating func tools(_ request: ConversationRequest) throws(Refusal) -> JSONValue? {
        guard !request.tools.isEmpty else { return nil }
        var tools: [JSONValue] = []
        for tool in request.tools {
            try lose(tool.cache)
            tools.append(Self.tool(tool))
        }
        return .array(tools)
    }

    private static func tool(_ tool: Tool) -> JSONValue {
        switch tool.kind {
        case .function:
            .object(
                ("type", .string("function")),
                (
                    "function",
                    .object(
                        ("name", .string(tool.name)),
                        ("description", tool.description.map { .string($0) }),
                        ("parameters", tool.parameters),
                        ("strict", tool.strict.map { .bool($0) })
                    )
                )
            )
        case .custom(let format):
            .object(
                ("type", .string("custom")),
                (
                    "custom",
                    .object(
                        ("name", .string(tool.name)),
                        ("description", tool.description.map { .string($0) }),
                        ("format", Self.format(format))
                    )
                )
            )
        }
    }

    private static func format(_ format: Tool.InputFormat) -> JSONValue {
        switch format {
        case .text: .object(("type", .string("text")))
        case .grammar(let syntax, let definition):
            .object(
                ("type", .string("grammar")),
                ("grammar", .object(("definition", .string(definition)), ("syntax", .string(syntax))))
            )
        }
    }

    static func toolChoice(_ request: ConversationRequest) -> JSONValue? {
        switch request.toolChoice {
        case nil: nil
        // OpenAI rejects the field where there are no tools; these two then ask for what happens anyway.
        case .auto: request.tools.isEmpty ? nil : .string("auto")
        case .some(.none): request.tools.isEmpty ? nil : .string("none")
        case .required: .string("required")
        case .named(let name): reference(name, request.tools)
        case .allowed(let names, let isRequired):
            .object(
                ("type", .string("allowed_tools")),
                (
                    "allowed_tools",
                    .object(
                        ("mode", .string(isRequired ? "required" : "auto")),
                        ("tools", .array(names.map { reference($0, request.tools) }))
                    )
                )
            )
        }
    }

    private static func reference(_ name: String, _ tools: [Tool]) -> JSONValue {
        let type = tools.contains { $0.name == name && $0.isCustom } ? "custom" : "function"
        return .object(("type", .string(type)), (type, .object(("name", .string(name)))))
    }
}
