import Domain
import JSON

extension MessagesRequestReader {
    mutating func readTools(_ value: JSONValue?) throws(Refusal) {
        guard let value, !value.isNull else { return }
        for (index, tool) in try RequestValue.elements(value, "tools").enumerated() {
            let type = tool["type"]?.string
            guard type == nil || type == "custom" else {
                note(.vendorTools)
                continue
            }
            try readTool(tool, "tools[\(index)]")
        }
    }

    private mutating func readTool(_ tool: JSONValue, _ place: String) throws(Refusal) {
        guard let schema = tool["input_schema"], schema.members != nil else {
            throw Self.fault("A tool's `input_schema` is an object.", "\(place).input_schema")
        }
        // How the vendor loads, streams and illustrates a tool; the tool works without.
        for name in ["allowed_callers", "defer_loading", "eager_input_streaming", "input_examples"] {
            switch tool[name] {
            case nil, .null, .bool(false): break
            case .array(let elements) where elements.isEmpty || elements == [.string("direct")]: break
            default: note(unknown: name)
            }
        }
        // The vendor takes optional properties in strict tools, and the others do not.
        var strict = tool["strict"]?.bool
        if strict == true, !StrictSchema.qualifies(schema) {
            strict = false
            note(.toolStrict)
        }
        request.tools.append(
            Tool(
                name: try RequestValue.text(tool["name"], "\(place).name"),
                description: tool["description"]?.string,
                parameters: schema,
                strict: strict,
                cache: Self.cacheMark(tool["cache_control"])
            )
        )
    }

    mutating func readToolChoice(_ value: JSONValue) throws(Refusal) {
        request.toolChoice =
            switch value["type"]?.string {
            case "auto": .auto
            case "any": .required
            case "none": ToolChoice.none
            case "tool": .named(try RequestValue.text(value["name"], "tool_choice.name"))
            default: throw Self.fault("The choice is `auto`, `any`, `tool` or `none`.", "tool_choice.type")
            }
        if value["disable_parallel_tool_use"]?.bool == true { request.allowsParallelToolCalls = false }
    }

    mutating func readThinking(_ value: JSONValue) throws(Refusal) {
        var wish = request.reasoning ?? ReasoningWish()
        switch value["type"]?.string {
        case "enabled":
            wish.mode = .on
            wish.budget = try RequestValue.number(value["budget_tokens"], "thinking.budget_tokens")
        case "disabled": wish.mode = .off
        case "adaptive", "between_tools": wish.mode = .adaptive
        default: throw Self.fault("Thinking is `adaptive`, `enabled` or `disabled`.", "thinking.type")
        }
        if value["display"]?.string == "summarized" { wish.summary = "auto" }
        request.reasoning = wish
    }

    mutating func readOutputConfig(_ value: JSONValue) throws(Refusal) {
        for member in value.members ?? [] where !member.value.isNull {
            switch member.key {
            case "effort":
                var wish = request.reasoning ?? ReasoningWish()
                wish.effort = try RequestValue.text(member.value, "output_config.effort")
                request.reasoning = wish
            case "format": try readFormat(member.value, "output_config.format")
            default: note(unknown: member.key)
            }
        }
    }

    mutating func readFormat(_ value: JSONValue, _ place: String) throws(Refusal) {
        guard value["type"]?.string == "json_schema" else {
            throw Self.fault("The format's `type` is `json_schema`.", "\(place).type")
        }
        guard let schema = value["schema"], schema.members != nil else {
            throw Self.fault("The format's `schema` is an object.", "\(place).schema")
        }
        let isStrict = StrictSchema.qualifies(schema)
        if !isStrict { note(.jsonSchema) }
        request.format = .schema(name: nil, description: nil, schema: schema, strict: isStrict)
    }
}
