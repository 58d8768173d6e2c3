import Domain
import JSON

extension ChatRequestReader {
    mutating func readTools(_ body: RequestObject) throws(Refusal) {
        for (index, element) in (try body.elements("tools") ?? []).enumerated() {
            let object = try RequestObject(element, at: "tools[\(index)]")
            switch try object.requiredString("type") {
            case "function": request.tools.append(try readFunction(object))
            case "custom": if let tool = try readCustom(object) { request.tools.append(tool) }
            default: loses(.vendorTools)
            }
        }
    }

    private func readFunction(_ object: RequestObject) throws(Refusal) -> Tool {
        let function = try object.requiredObject("function")
        return Tool(
            name: try function.requiredString("name"),
            description: try function.string("description"),
            parameters: try function.object("parameters")?.value,
            strict: try function.bool("strict"),
            cache: try cacheMark(of: object)
        )
    }

    /// nil: its input has a form that is not known here, and is noted as lost.
    private mutating func readCustom(_ object: RequestObject) throws(Refusal) -> Tool? {
        let custom = try object.requiredObject("custom")
        let format: Tool.InputFormat
        let said = try custom.object("format")
        switch try said?.requiredString("type") {
        case nil, "text": format = .text
        case "grammar":
            guard let grammar = try said?.requiredObject("grammar") else { return nil }
            format = .grammar(
                syntax: try grammar.requiredString("syntax"),
                definition: try grammar.requiredString("definition")
            )
        default:
            loses(.vendorTools)
            return nil
        }
        return Tool(
            kind: .custom(format),
            name: try custom.requiredString("name"),
            description: try custom.string("description"),
            cache: try cacheMark(of: object)
        )
    }

    mutating func readToolChoice(_ body: RequestObject) throws(Refusal) {
        if let word = body["tool_choice"]?.string {
            switch word {
            case "auto": request.toolChoice = .auto
            case "none": request.toolChoice = ToolChoice.none
            case "required": request.toolChoice = .required
            default: throw RequestObject.fault("tool_choice", "`auto`, `none`, `required` or an object")
            }
            return
        }
        let choice = try body.requiredObject("tool_choice")
        switch try choice.requiredString("type") {
        case "allowed_tools": try readAllowed(choice.requiredObject("allowed_tools"))
        default:
            if let name = try toolName(choice) { request.toolChoice = .named(name) }
        }
    }

    private mutating func readAllowed(_ allowed: RequestObject) throws(Refusal) {
        let mode = try allowed.requiredString("mode")
        guard ["auto", "required"].contains(mode) else {
            throw RequestObject.fault(allowed.path(of: "mode"), "`auto` or `required`")
        }
        var names: [String] = []
        for (index, element) in (try allowed.elements("tools") ?? []).enumerated() {
            let tool = try RequestObject(element, at: "\(allowed.path(of: "tools"))[\(index)]")
            if let name = try toolName(tool) { names.append(name) }
        }
        request.toolChoice = .allowed(names, isRequired: mode == "required")
    }

    /// nil: of a kind that is not known here, and is noted as lost.
    private mutating func toolName(_ tool: RequestObject) throws(Refusal) -> String? {
        switch try tool.requiredString("type") {
        case "function": return try tool.requiredObject("function").requiredString("name")
        case "custom": return try tool.requiredObject("custom").requiredString("name")
        default:
            loses(.vendorTools)
            return nil
        }
    }

    mutating func readFormat(_ body: RequestObject) throws(Refusal) {
        let format = try body.requiredObject("response_format")
        switch try format.requiredString("type") {
        case "text": break
        case "json_object":
            // Some servers of one's own take a schema here.
            if let schema = try format.object("schema")?.value {
                request.format = .schema(name: nil, description: nil, schema: schema, strict: nil)
            } else {
                request.format = .json
            }
        case "json_schema":
            let schema = try format.requiredObject("json_schema")
            request.format = .schema(
                name: try schema.string("name"),
                description: try schema.string("description"),
                schema: try schema.object("schema")?.value ?? .object([]),
                strict: try schema.bool("strict")
            )
        default: loses(.vendorFeatures)
        }
    }

    /// OpenAI's breakpoint, or Anthropic's mark that many callers put into Chat Completions by habit.
    func cacheMark(of object: RequestObject) throws(Refusal) -> CacheMark? {
        if let mark = try object.object("cache_control") { return CacheMark(lifetime: try mark.string("ttl")) }
        guard let breakpoint = try object.object("prompt_cache_breakpoint") else { return nil }
        // The lifetimes are OpenAI's own, 30 minutes or more: an hour is the nearest that others have.
        return CacheMark(lifetime: breakpoint["ttl"] == nil ? nil : "1h")
    }
}
