import Domain
import JSON

extension ResponsesRequestReader {
    mutating func takeText(_ value: JSONValue) throws(Refusal) {
        guard value.members != nil else { throw RequestValue.fault("text", "must be an object") }
        let verbosity = try RequestValue.optionalText(value["verbosity"], "text.verbosity")
        change { $0.verbosity = verbosity }
        guard let format = value["format"], !format.isNull else { return }
        switch try RequestValue.text(format["type"], "text.format.type") {
        case "text": break
        case "json_object": change { $0.format = .json }
        case "json_schema":
            guard let schema = format["schema"], schema.members != nil else {
                throw RequestValue.fault("text.format.schema", "must be a JSON Schema object")
            }
            let wish = OutputFormat.schema(
                name: try RequestValue.optionalText(format["name"], "text.format.name"),
                description: try RequestValue.optionalText(format["description"], "text.format.description"),
                schema: schema,
                strict: try RequestValue.optionalFlag(format["strict"], "text.format.strict")
            )
            change { $0.format = wish }
        default: lose(.vendorFeatures)
        }
    }

    mutating func takeReasoning(_ value: JSONValue) throws(Refusal) {
        guard let members = value.members else { throw RequestValue.fault("reasoning", "must be an object") }
        var wish = ReasoningWish()
        for member in members where !member.value.isNull {
            switch member.key {
            case "effort":
                wish.effort = try RequestValue.text(member.value, "reasoning.effort")
                if wish.effort == "none" { wish.mode = .off }
            case "summary", "generate_summary":
                wish.summary = try RequestValue.text(member.value, "reasoning." + member.key)
            case "mode" where member.value.string == "standard", "context" where member.value.string == "auto": break
            case "mode", "context": loseUnknown("reasoning_" + member.key)
            default: loseUnknown("reasoning")
            }
        }
        if wish != ReasoningWish() { change { $0.reasoning = wish } }
    }
}
