import JSON

/// Finds the seals of reasoning in answers that go through as they are.
///
/// The dialects' names do not collide, so one walk serves all.
enum SealFinder {
    /// More than any answer has; what is over is not remembered.
    private static let most = 64

    /// Whether an object that was read may hold one; nearly all do not, and are not read again.
    static func mayHold(_ reader: JSONReader) -> Bool {
        reader.mayHavePassed("signature") || reader.mayHavePassed("thought_signature")
            || reader.mayHavePassed("encrypted_content") || reader.mayHavePassed("data")
            || reader.mayHavePassed("summary")
    }

    /// - Parameter object: a whole answer, or the data of one frame.
    static func seals(in object: UnsafeRawBufferPointer) -> [String] {
        guard let answer = try? JSONValue(parsing: object) else { return [] }
        var seals: [String] = []
        collect(answer, &seals)
        return seals
    }

    private static func collect(_ value: JSONValue, _ seals: inout [String]) {
        switch value {
        case .array(let elements):
            for element in elements { collect(element, &seals) }
        case .object(let members):
            for member in members {
                guard let text = member.value.string else {
                    collect(member.value, &seals)
                    continue
                }
                if !text.isEmpty, isSeal(member.key, in: value), seals.count < most { seals.append(text) }
            }
        case .string, .number, .bool, .null: break
        }
    }

    private static func isSeal(_ key: String, in object: JSONValue) -> Bool {
        switch key {
        case "signature", "thought_signature", "encrypted_content": return true
        // By its id the vendor knows reasoning that it keeps; every such item has a summary.
        case "id": return object["type"]?.string == "reasoning" && object["summary"] != nil
        case "data":
            let type = object["type"]?.string
            return type == "redacted_thinking" || type == "reasoning.encrypted"
        default: return false
        }
    }
}
