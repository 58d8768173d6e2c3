#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Joins characters that a provider cut in two: servers that cut their text by UTF-16 units end one frame's text with the
/// first half of a surrogate pair and begin the next one's with the second.
///
/// Works on the JSON text of a frame or an answer, before it is read, for no half can stand in a `String`. A half whose
/// other half does not come becomes U+FFFD, or nothing where it was the stream's last.
struct HalfPairs {
    /// The first half that ended a text, as it stood there.
    private var waiting: [UInt8]?

    private enum Half {
        case first
        case second
    }

    private static let escapeLength = 6
    private static let replacement = Array(#"\ufffd"#.utf8)

    /// - Parameter json: not necessarily valid; what is no half stays as it is.
    /// - Parameter isWhole: no other half can come in another frame.
    mutating func mend(_ json: inout [UInt8], isWhole: Bool = false) {
        guard let lone = json.withUnsafeBytes(Self.lone(in:)), !lone.isEmpty else { return }
        var mended: [UInt8] = []
        mended.reserveCapacity(json.count + Self.escapeLength)
        var copied = 0
        for (place, half) in lone {
            mended += json[copied..<place]
            let escape = json[place..<(place + Self.escapeLength)]
            copied = place + Self.escapeLength
            let endsText = !isWhole && copied < json.count && json[copied] == UInt8(ascii: "\"")
            switch half {
            case .first where endsText:
                if waiting != nil { mended += Self.replacement }
                waiting = Array(escape)
            case .second where place > 0 && json[place - 1] == UInt8(ascii: "\"") && waiting != nil:
                mended += (waiting ?? []) + escape
                waiting = nil
            case .first, .second: mended += Self.replacement
            }
        }
        json = mended + json[copied...]
    }

    /// Where halves stand that have no other half beside them; nil: there is not even an escape.
    private static func lone(in json: UnsafeRawBufferPointer) -> [(place: Int, half: Half)]? {
        guard let base = json.baseAddress else { return nil }
        func nextEscape(_ start: Int) -> Int? {
            memchr(base + start, Int32(UInt8(ascii: "\\")), json.count - start).map { UnsafeRawPointer($0) - base }
        }
        guard var place = nextEscape(0) else { return nil }
        var lone: [(place: Int, half: Half)] = []
        while true {
            let next: Int
            if let half = half(json, at: place) {
                if half == .first, Self.half(json, at: place + escapeLength) == .second {
                    next = place + 2 * escapeLength
                } else {
                    lone.append((place, half))
                    next = place + escapeLength
                }
            } else {
                // The escaped byte may be another backslash.
                next = place + 2
            }
            guard next < json.count, let following = nextEscape(next) else { return lone }
            place = following
        }
    }

    private static func half(_ json: UnsafeRawBufferPointer, at place: Int) -> Half? {
        guard place + escapeLength <= json.count, json[place] == UInt8(ascii: "\\"),
            json[place + 1] == UInt8(ascii: "u"), json[place + 2] | 0x20 == UInt8(ascii: "d"),
            isHex(json[place + 4]), isHex(json[place + 5])
        else { return nil }
        switch json[place + 3] | 0x20 {
        case 0x38, 0x39, UInt8(ascii: "a"), UInt8(ascii: "b"): return .first
        case UInt8(ascii: "c")...UInt8(ascii: "f"): return .second
        default: return nil
        }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }
}
