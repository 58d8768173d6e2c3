import Dialects
import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds the seals of reasoning in answers that go through as they are.
///
/// The dialects' names do not collide, so one walk serves all. Bytes without any of the names are not parsed.
enum SealFinder {
    /// More than any answer has; what is over is not remembered.
    private static let most = 64
    /// How the strings begin that stand beside a seal.
    private static let marks: [StaticString] = ["signature", "thought_s", "encrypted", "redacted_", "reasoning.e"]

    static func seals(inAnswer bytes: UnsafeRawBufferPointer) -> [String] {
        guard mayHold(bytes), let answer = try? JSONValue(parsing: bytes) else { return [] }
        var seals: [String] = []
        collect(answer, &seals)
        return seals
    }

    /// - Parameter bytes: whole frames.
    static func seals(inFrames bytes: UnsafeRawBufferPointer) -> [String] {
        guard mayHold(bytes) else { return [] }
        var events = ServerSentEvents()
        guard let frames = try? events.append(bytes) else { return [] }
        var seals: [String] = []
        for frame in frames where frame.data.withUnsafeBytes(mayHold) {
            guard let data = try? JSONValue(parsing: frame.data) else { continue }
            collect(data, &seals)
        }
        return seals
    }

    private static func mayHold(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        var position = 0
        while let quote = memchr(base + position, 0x22, bytes.count - position) {
            position = UnsafeRawPointer(quote) - base + 1
            let left = bytes.count - position
            let isMark = marks.contains { mark in
                let count = mark.utf8CodeUnitCount
                return left >= count && bytes[position] == mark.utf8Start[0]
                    && memcmp(base + position, mark.utf8Start, count) == 0
            }
            if isMark { return true }
        }
        return false
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
        case "data":
            let type = object["type"]?.string
            return type == "redacted_thinking" || type == "reasoning.encrypted"
        default: return false
        }
    }
}
