/// Sees where the JSON object of a call's arguments ends, piece by piece and without keeping any of it.
struct ChatArgumentsEnd {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private(set) var isReached = false
    /// Behind the end another object begins.
    private(set) var isPassed = false

    /// A value begins right behind another one: no JSON, or words of two calls.
    private(set) var isBroken = false
    private var isBehindValue = false

    /// In the middle of an object, a list or a string.
    var isInside: Bool { depth > 0 || isInString }

    mutating func follow(_ text: String) {
        for byte in text.utf8 {
            if isReached {
                isPassed = isPassed || Self.opens(byte)
            } else if isEscaped {
                isEscaped = false
            } else if isInString {
                isEscaped = byte == UInt8(ascii: "\\")
                isInString = byte != UInt8(ascii: "\"")
                isBehindValue = !isInString
            } else {
                follow(byte)
            }
        }
    }

    private mutating func follow(_ byte: UInt8) {
        switch byte {
        case 0x20, 0x09...0x0D: return
        case UInt8(ascii: ","), UInt8(ascii: ":"): isBehindValue = false
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            isReached = depth <= 0
            isBehindValue = true
        default:
            isBroken = isBroken || isBehindValue
            isBehindValue = false
            if byte == UInt8(ascii: "\"") { isInString = true } else if Self.opens(byte) { depth += 1 }
        }
    }

    private static func opens(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

    /// Whether the text begins an object or a list.
    static func begins(_ text: String) -> Bool {
        text.utf8.first { !($0 == 0x20 || (0x09...0x0D).contains($0)) }.map(opens) ?? false
    }
}
