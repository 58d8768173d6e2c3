/// Sees where the JSON object of a call's arguments ends, piece by piece and without keeping any of it.
struct ChatArgumentsEnd {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private(set) var isReached = false

    mutating func follow(_ text: String) {
        for byte in text.utf8 where !isReached {
            if isEscaped {
                isEscaped = false
            } else if isInString {
                isEscaped = byte == UInt8(ascii: "\\")
                isInString = byte != UInt8(ascii: "\"")
            } else {
                follow(byte)
            }
        }
    }

    private mutating func follow(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            isReached = depth <= 0
        default: break
        }
    }
}
