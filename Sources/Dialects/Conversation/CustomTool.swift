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

    /// - Returns: as much of the input as came, and all that the model said where it did not keep to the schema.
    static func input(_ arguments: String) -> String {
        guard let object = try? JSONValue(parsing: Array(arguments.utf8)) else {
            return cutInput(arguments) ?? arguments
        }
        guard let input = object[argument] else { return arguments == "{}" ? "" : arguments }
        return input.string ?? String(decoding: input.bytes, as: UTF8.self)
    }

    /// What there is of the input in arguments that were cut off; nil when they are not of the schema.
    private static func cutInput(_ arguments: String) -> String? {
        let opening = #"{"\#(argument)":""#
        if opening.hasPrefix(String(decoding: arguments.utf8.filter { !isSpace($0) }, as: UTF8.self)) { return "" }
        for dropped in 0...min(longestCharacter - 1, arguments.utf8.count) {
            let tail = arguments.utf8.suffix(dropped)
            // Only half a character may go.
            guard dropped == 0 || tail.first == UInt8(ascii: "\\") else { continue }
            for end in [#""}"#, "}"] {
                let whole = Array(arguments.utf8.dropLast(dropped)) + end.utf8
                guard let members = (try? JSONValue(parsing: whole))?.members, members.count == 1 else { continue }
                if members[0].key == argument, let input = members[0].value.string { return input }
            }
        }
        return nil
    }

    /// Bytes of one that is written as a pair of escapes.
    private static let longestCharacter = 12

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
