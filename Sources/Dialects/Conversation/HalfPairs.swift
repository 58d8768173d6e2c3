#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Joins characters that a provider cut in two: servers that cut their text by UTF-16 units end one frame's text with the
/// first half of a surrogate pair and begin the next one's with the second.
///
/// Works on the JSON text of a frame or an answer, before it is read, for no half can stand in a `String`. Each text waits
/// for itself: choices and calls come side by side. A half whose other half does not come becomes U+FFFD, or nothing where it
/// was its text's last.
struct HalfPairs {
    /// First halves that ended a piece of a text, as they stood there, by the text.
    private var waiting: [[String]: [UInt8]] = [:]

    private enum Half {
        case first
        case second
    }

    private struct Lone {
        let half: Half
        let range: Range<Int>
    }

    /// What is put where.
    private typealias Edit = (range: Range<Int>, bytes: [UInt8])

    private static let escapeLength = 6
    private static let replacement = Array(#"\ufffd"#.utf8)
    /// As many texts as no server writes side by side.
    private static let mostWaiting = 1024

    /// - Parameter json: not necessarily valid; what is no half stays as it is.
    /// - Parameter isWhole: no other half can come in another frame.
    mutating func mend(_ json: inout [UInt8], isWhole: Bool = false) {
        var lone = json.withUnsafeBytes(Self.lone(in:))[...]
        guard !lone.isEmpty || !waiting.isEmpty else { return }
        var edits: [Edit] = []
        if !isWhole {
            let texts = json.withUnsafeBytes { TextPieces($0) }
            for piece in texts.pieces where !piece.range.isEmpty {
                // In a name of a member.
                let before = lone.prefix { $0.range.lowerBound < piece.range.lowerBound }
                edits += before.map { ($0.range, Self.replacement) }
                let mine = lone.dropFirst(before.count).prefix { $0.range.lowerBound < piece.range.upperBound }
                lone = lone.dropFirst(before.count + mine.count)
                guard !mine.isEmpty || !waiting.isEmpty else { continue }
                edits += mend(piece.range, mine, of: texts.text(of: piece), json)
            }
        }
        edits += lone.map { ($0.range, Self.replacement) }
        guard !edits.isEmpty else { return }
        var mended: [UInt8] = []
        mended.reserveCapacity(json.count + edits.count * Self.escapeLength)
        var copied = 0
        for edit in edits {
            mended += json[copied..<edit.range.lowerBound] + edit.bytes
            copied = edit.range.upperBound
        }
        json = mended + json[copied...]
    }

    private mutating func mend(
        _ piece: Range<Int>,
        _ lone: ArraySlice<Lone>,
        of text: [String],
        _ json: [UInt8]
    ) -> [Edit] {
        var rest = lone
        var edits: [Edit] = []
        if let half = waiting.removeValue(forKey: text) {
            let start = piece.lowerBound..<piece.lowerBound
            if let other = rest.first, other.half == .second, other.range.lowerBound == start.lowerBound {
                edits.append((start, half))
                rest.removeFirst()
            } else {
                edits.append((start, Self.replacement))
            }
        }
        for one in rest {
            let waits =
                one.half == .first && one.range.upperBound == piece.upperBound && waiting.count < Self.mostWaiting
            if waits { waiting[text] = Array(json[one.range]) }
            edits.append((one.range, waits ? [] : Self.replacement))
        }
        return edits
    }

    /// Where halves stand that have no other half beside them.
    private static func lone(in json: UnsafeRawBufferPointer) -> [Lone] {
        guard let base = json.baseAddress else { return [] }
        func nextEscape(_ start: Int) -> Int? {
            memchr(base + start, Int32(UInt8(ascii: "\\")), json.count - start).map { UnsafeRawPointer($0) - base }
        }
        guard var place = nextEscape(0) else { return [] }
        var lone: [Lone] = []
        while true {
            let next: Int
            if let half = half(json, at: place) {
                if half == .first, Self.half(json, at: place + escapeLength) == .second {
                    next = place + 2 * escapeLength
                } else {
                    lone.append(Lone(half: half, range: place..<(place + escapeLength)))
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
