/// Letters and the digits and signs that are written for them, as one.
enum LeetFold {
    static func fold(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "o"): UInt8(ascii: "0")
        case UInt8(ascii: "i"), UInt8(ascii: "l"), UInt8(ascii: "!"), UInt8(ascii: "|"): UInt8(ascii: "1")
        case UInt8(ascii: "z"): UInt8(ascii: "2")
        case UInt8(ascii: "e"): UInt8(ascii: "3")
        case UInt8(ascii: "a"), UInt8(ascii: "@"): UInt8(ascii: "4")
        case UInt8(ascii: "s"), UInt8(ascii: "$"): UInt8(ascii: "5")
        case UInt8(ascii: "t"), UInt8(ascii: "+"): UInt8(ascii: "7")
        case UInt8(ascii: "b"): UInt8(ascii: "8")
        case UInt8(ascii: "g"), UInt8(ascii: "6"): UInt8(ascii: "9")
        default: byte
        }
    }

    /// A sign that stands for a letter and is neither letter nor digit.
    static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "+"): true
        default: false
        }
    }
}
