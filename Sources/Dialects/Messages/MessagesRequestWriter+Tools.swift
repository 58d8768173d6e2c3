import Domain
import JSON

extension MessagesRequestWriter {
    mutating func writeTools() throws(Refusal) -> [JSONValue] {
        let declared = declaredTools
        guard !declared.isEmpty else {
            return historicTools.map { name in
                .object(("name", .string(name)), ("input_schema", .object(("type", .string("object")))))
            }
        }
        var tools: [JSONValue] = []
        for tool in declared.map(CustomToolFunction.function) {
            tools.append(
                .object(
                    ("name", .string(tool.name)),
                    ("description", tool.description.map { .string($0) }),
                    ("input_schema", Self.objectSchema(tool.parameters, isStrict: tool.strict == true)),
                    ("strict", tool.strict == true ? .bool(true) : nil),
                    ("cache_control", try mark(tool.cache))
                )
            )
        }
        return tools
    }

    /// What is not allowed cannot be called where it is not known.
    var declaredTools: [Tool] {
        guard case .allowed(let names, _) = request.toolChoice else { return request.tools }
        return request.tools.filter { names.contains($0.name) }
    }

    /// The vendor wants `type: object` at the top, and closed objects where it is to hold the model to the schema.
    private static func objectSchema(_ schema: JSONValue?, isStrict: Bool) -> JSONValue {
        let members = (schema?.members ?? []).filter { $0.key != "type" }
        let object = JSONValue.object([JSONValue.Member("type", .string("object"))] + members)
        return isStrict ? closed(object) : object
    }

    /// Tools that the history calls, each once; they matter where none is declared, for the vendor refuses such a history.
    private var historicTools: [String] {
        var names: [String] = []
        for part in request.turns.lazy.flatMap(\.parts) {
            if case .toolCall(let call) = part, !names.contains(call.name) { names.append(call.name) }
        }
        return names
    }

    func writeToolChoice() -> JSONValue? {
        if declaredTools.isEmpty {
            // A tool that the caller did not offer must not be called.
            return historicTools.isEmpty ? nil : Self.choice("none")
        }
        let isSingle: JSONValue? = request.allowsParallelToolCalls == false ? .bool(true) : nil
        return switch request.toolChoice {
        case nil: isSingle.map { _ in Self.choice("auto", isSingle: isSingle) }
        case .auto: Self.choice("auto", isSingle: isSingle)
        case .allowed(_, isRequired: false): Self.choice("auto", isSingle: isSingle)
        case .required, .allowed(_, isRequired: true): Self.choice("any", isSingle: isSingle)
        case .named(let name): Self.choice("tool", name: name, isSingle: isSingle)
        case ToolChoice.none?: Self.choice("none")
        }
    }

    private static func choice(_ type: String, name: String? = nil, isSingle: JSONValue? = nil) -> JSONValue {
        .object(
            ("type", .string(type)),
            ("name", name.map { .string($0) }),
            ("disable_parallel_tool_use", isSingle)
        )
    }
}
