import JSON

extension Tool {
    package enum Kind: Sendable, Equatable {
        /// Called with a JSON object.
        case function
        /// Called with one text of its own form.
        case custom(InputFormat)
    }

    /// What the input of a custom tool looks like.
    package enum InputFormat: Sendable, Equatable {
        case text
        /// - Parameter syntax: `lark`, `regex`.
        case grammar(syntax: String, definition: String)
    }

    package var isCustom: Bool {
        switch kind {
        case .function: false
        case .custom: true
        }
    }
}

/// A custom tool where only functions are known: a function whose one argument is the input.
enum CustomToolFunction {
    static let argument = "input"

    private static let schema = JSONValue.object(
        ("type", .string("object")),
        ("properties", .object((argument, .object(("type", .string("string")))))),
        ("required", .array([.string(argument)])),
        ("additionalProperties", .bool(false))
    )

    /// The tool itself if it is a function.
    static func function(for tool: Tool) -> Tool {
        guard case .custom(let format) = tool.kind else { return tool }
        var function = tool
        function.kind = .function
        function.parameters = schema
        if case .grammar(let syntax, let definition) = format {
            // Nobody holds the model to it there.
            let rule = "`\(argument)` must match this \(syntax) grammar:\n\(definition)"
            function.description = tool.description.map { "\($0)\n\n\(rule)" } ?? rule
        }
        return function
    }

    /// The call itself if it is one of a function.
    static func function(for call: ToolCall) -> ToolCall {
        guard call.isCustom else { return call }
        var function = call
        function.isCustom = false
        function.arguments = arguments(call.arguments)
        return function
    }

    static func arguments(_ input: String) -> String {
        String(decoding: JSONValue.object((argument, .string(input))).bytes, as: UTF8.self)
    }

    /// - Returns: all that the model said, where it did not keep to the schema.
    static func input(_ arguments: String) -> String {
        guard let object = try? JSONValue(parsing: Array(arguments.utf8)), let input = object[argument] else {
            return arguments == "{}" ? "" : arguments
        }
        return input.string ?? String(decoding: input.bytes, as: UTF8.self)
    }
}
