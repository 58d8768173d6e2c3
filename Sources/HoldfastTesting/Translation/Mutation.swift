import Domain

/// Small injuries to bytes that are well.
enum Mutation {
    static let jsonTokens: [[UInt8]] =
        [
            "null", "true", "-1", "1e999", "9223372036854775808", "\"\"", "[]", "{}", "[{}]", "{\"type\":null}", ",",
            ":", "{",
            "}", "[", "]", "\"", "\\u0000", "\\ud83c", "\"type\":\"text\",", "\"content\":[],", "\"content\":null,",
            "\"tool_calls\":[{}],", "\"role\":\"tool\",", "\"role\":\"system\",", "\"id\":\"\",", "\"input\":[],",
            "\"usage\":{},",
            "\"cache_control\":{\"type\":\"ephemeral\"},", "\"thinking\":{\"type\":\"adaptive\"},", "\"n\":2,",
            "\"annotations\":[{}],", "\"image_url\":\"data:;base64,\",", "\"metadata\":{\"a\":\"b\"},", "\"é\":1,",
        ].map { Array($0.utf8) } + [[0xFF], [0xEF, 0xBB, 0xBF]]

    static let streamTokens: [[UInt8]] =
        jsonTokens
        + [
            "\n", "\r", "\r\n", "\n\n", "data:", "data: ", ": ping\n\n", "event: x\n", "data: [DONE]\n\n",
            "data: {}\n\n",
            "data: {\"type\":\"message_stop\"}\n\n", "data: {\"type\":\"response.completed\"}\n\n",
            "data: {\"error\":{\"message\":\"no\"}}\n\n", "\"index\":1,", "\"index\":-1,", "\"output_index\":7,",
            "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]}}]}\n\n",
            "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
            "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\"}}\n\n",
            "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
            "data: {\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\",\"content\":[{}]}}\n\n",
        ].map { Array($0.utf8) }

    static func apply(_ bytes: [UInt8], tokens: [[UInt8]], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.pick([0, 1, 1, 1, 2, 3, 6]) {
            let place = random.below(bytes.count + 1)
            switch random.below(8) {
            case 0 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1 where place < bytes.count: bytes[place] ^= 1 << random.below(8)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + random.pick([1, 1, 2, 8, 40])))
            case 3:
                let copied = Array(bytes[place..<min(bytes.count, place + random.pick([1, 4, 16, 200]))])
                bytes.insert(contentsOf: copied, at: random.below(bytes.count + 1))
            case 4: if random.chance(4) { bytes = Array(bytes.prefix(place)) }
            case 5: replaceValue(&bytes, from: place, random.pick(tokens))
            default: insertMember(&bytes, from: place, random.pick(tokens))
            }
        }
        return bytes
    }

    /// Where an object begins, so that more of what comes out is still JSON.
    private static func insertMember(_ bytes: inout [UInt8], from place: Int, _ token: [UInt8]) {
        let brace = bytes[place...].firstIndex(of: UInt8(ascii: "{")) ?? place
        bytes.insert(contentsOf: token, at: min(brace + 1, bytes.count))
    }

    /// Behind a colon, a whole simple value.
    private static func replaceValue(_ bytes: inout [UInt8], from place: Int, _ token: [UInt8]) {
        guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) else { return }
        let start = colon + 1
        let ends = Set("],}".utf8)
        let end = bytes[start...].firstIndex { ends.contains($0) || $0 == 0x0A } ?? start
        bytes.replaceSubrange(start..<end, with: token)
    }
}
