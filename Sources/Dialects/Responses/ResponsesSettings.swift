import JSON

/// Settings in the words that requests use and answers repeat.
enum ResponsesSettings {
    static func tool(_ tool: Tool) -> JSONValue {
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
    }

    static func toolChoice(_ choice: ToolChoice) -> JSONValue {
        switch choice {
        case .auto: .string("auto")
        case .none: .string("none")
        case .required: .string("required")
        case .named(let name): .object(("type", .string("function")), ("name", .string(name)))
        }
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
