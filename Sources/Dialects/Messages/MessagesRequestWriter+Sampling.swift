import Domain
import JSON

extension MessagesRequestWriter {
    /// Beside thinking the vendor takes values from here to 1.
    static let leastTopPWithThinking = 0.95

    /// - Returns: what may stand in the request. 1 is the vendor's default for both numbers: left out, nothing is lost.
    mutating func writeSampling(
        isThinking: Bool
    ) throws(Refusal) -> (temperature: String?, topP: String?, topK: String?) {
        let wish = request.sampling
        let isFree = generation.takesSampling
        var drawing: (temperature: String?, topP: String?, topK: String?)
        if let text = wish.temperature, let value = Double(text) {
            let fits = value <= 1 && isFree && !isThinking
            if fits { drawing.temperature = text } else if value != 1 { try losses.lose(.temperature) }
        }
        if let text = wish.topP, let value = Double(text) {
            // Claude 4.1 to 4.6 refuse both at once.
            let isAlone = drawing.temperature == nil || generation == .notClaude
            let fits = isFree && isAlone && (!isThinking || value >= Self.leastTopPWithThinking)
            if fits { drawing.topP = text } else if value != 1 { try losses.lose(.topP) }
        }
        if let text = wish.topK {
            if isFree, !isThinking { drawing.topK = text } else { try losses.lose(.topK) }
        }
        if wish.seed != nil { try losses.lose(.seed) }
        for penalty in [wish.frequencyPenalty, wish.presencePenalty] {
            if let penalty, Double(penalty) != 0 { try losses.lose(.penalties) }
        }
        if let bias = wish.logitBias, !bias.isNull, bias.members?.isEmpty != true { try losses.lose(.logitBias) }
        return drawing
    }

    mutating func writeStop() throws(Refusal) -> [String] {
        let sequences = request.sampling.stop.filter { !Self.isBlank($0) }
        if sequences.count < request.sampling.stop.count { try losses.lose(.stop) }
        return sequences
    }

    mutating func writeFormat() throws(Refusal) -> JSONValue? {
        switch request.format {
        case nil: return nil
        case .json:
            try losses.lose(.jsonObject)
            return nil
        case .schema(_, _, let schema, _):
            return .object(("type", .string("json_schema")), ("schema", Self.closed(schema)))
        }
    }

    /// The vendor takes only schemas whose objects say that they have no further properties. Walks the places where
    /// schemas stand, so that a property of that name is none; no deeper than what could be parsed.
    static func closed(_ schema: JSONValue) -> JSONValue {
        guard case .object(let members) = schema else { return schema }
        var closed = members.map { member in
            switch member.key {
            case "properties", "$defs", "definitions":
                guard let named = member.value.members else { return member }
                return JSONValue.Member(
                    member.key,
                    .object(named.map { JSONValue.Member($0.key, Self.closed($0.value)) })
                )
            case "items", "additionalProperties": return JSONValue.Member(member.key, Self.closed(member.value))
            case "anyOf", "allOf", "oneOf":
                guard let schemas = member.value.elements else { return member }
                return JSONValue.Member(member.key, .array(schemas.map(Self.closed)))
            default: return member
            }
        }
        let isObject = schema["type"]?.string == "object" || schema["properties"] != nil
        if isObject, schema["additionalProperties"] == nil {
            closed.append(JSONValue.Member("additionalProperties", .bool(false)))
        }
        return .object(closed)
    }
}
