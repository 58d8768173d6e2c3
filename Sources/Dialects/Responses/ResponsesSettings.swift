import JSON

/// Settings in the words that requests use and answers repeat.
enum ResponsesSettings {
    static func tool(_ tool: Tool) -> JSONValue {
        switch tool.kind {
        case .function:
            .object(
                ("type", .string("function")),
                ("name", .string(tool.name)),
                ("description", tool.description.map { .string($0) }),
                (
                    "parameters",
                    tool.parameters ?? .object(("type", .string("object")), ("properties", .object([])))
                ),
                ("strict", .bool(tool.strict ?? false))
            )
        case .custom(let format):
            .object(
                ("type", .string("custom")),
                ("name", .string(tool.name)),
                ("description", tool.description.map { .string($0) }),
                ("format", inputFormat(format))
            )
        }
    }

    private static func inputFormat(_ format: Tool.InputFormat) -> JSONValue {
        switch format {
        case .text: .object(("type", .string("text")))
        case .grammar(let syntax, let definition):
            .object(
                ("type", .string("grammar")),
                ("definition", .string(definition)),
                ("syntax", .string(syntax))
            )
        }
    }

    /// - Parameter tools: tell which of the names are those of custom tools.
    static func toolChoice(_ choice: ToolChoice, _ tools: [Tool]) -> JSONValue {
        switch choice {
        case .auto: .string("auto")
        case .none: .string("none")
        case .required: .string("required")
        case .named(let name): reference(name, tools)
        case .allowed(let names, let isRequired):
            .object(
                ("type", .string("allowed_tools")),
                ("mode", .string(isRequired ? "required" : "auto")),
                ("tools", .array(names.map { reference($0, tools) }))
            )
        }
    }

    private static func reference(_ name: String, _ tools: [Tool]) -> JSONValue {
        let type = tools.contains { $0.name == name && $0.isCustom } ? "custom" : "function"
        return .object(("type", .string(type)), ("name", .string(name)))
    }

    static func format(_ format: OutputFormat) -> JSONValue {
        switch format {
        case .json: .object(("type", .string("json_object")))
        case .schema(let name, let description, let schema, let strict):
            .object(
                ("type", .string("json_schema")),
                ("name", .string(name ?? ResponsesRequestWriter.schemaName)),
                ("description", description.map { .string($0) }),
                ("schema", schema),
                ("strict", strict.map { .bool($0) })
            )
        }
    }
}
