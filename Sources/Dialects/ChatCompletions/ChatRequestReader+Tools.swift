import Domain
import JSON

extension ChatRequestReader {
    mutating func readTools(_ body: RequestObject) throws(Refusal) {
        for (index, element) in (try body.elements("tools") ?? []).enumerated() {
            let object = try RequestObject(element, at: "tools[\(index)]")
            guard try object.requiredString("type") == "function" else {
                loses(.vendorTools)
                continue
            }
            let function = try object.requiredObject("function")
            request.tools.append(
                Tool(
                    name: try function.requiredString("name"),
                    description: try function.string("description"),
                    parameters: try function.object("parameters")?.value,
                    strict: try function.bool("strict"),
                    cache: try cacheMark(of: object)
                )
            )
        }
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
        guard try choice.requiredString("type") == "function" else {
            // `allowed_tools`, `custom`: no other dialect can hold a model to them.
            loses(.vendorTools)
            return
        }
        request.toolChoice = .named(try choice.requiredObject("function").requiredString("name"))
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
