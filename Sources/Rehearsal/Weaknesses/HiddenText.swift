/// What is written in a text so that a reader does not see it at once. Each is nil where nothing of the kind is there.
enum HiddenText {
    /// A run of this many signs of Base64 (RFC 4648 §4 and §5) that are UTF-8 text beneath.
    static let leastBase64 = 24
    /// A canary of 24 digits is no message, though now and then its bytes could be letters.
    static let leastHex = 32
    /// Fewer invisible signs come with emoji and with copied text.
    static let leastZeroWidth = 2
    static let leastTags = 4
    static let leastWords = 2

    /// All that `text` hides, each writing read by itself.
    static func readings(of text: String) -> [String] {
        [base64(in: text), hexadecimal(in: text), rot13(in: text), zeroWidth(in: text), tags(in: text)]
            .compactMap(\.self)
    }

    // MARK: Bytes

    static func base64(in text: String) -> String? {
        let found = text.utf8.split { base64Value($0) == nil }.compactMap { base64($0) }
        return found.isEmpty ? nil : found.joined(separator: "\n")
    }

    private static func base64(_ run: Substring.UTF8View) -> String? {
        // Letters beyond hexadecimal, or every long canary would be looked at twice.
        guard run.count >= leastBase64, !run.allSatisfy(HexToken.isDigit) else { return nil }
        var bytes: [UInt8] = []
        var (bits, held): (UInt32, UInt32) = (0, 0)
        for byte in run {
            bits = bits << 6 | UInt32(base64Value(byte) ?? 0)
            held += 6
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> held))
            }
        }
        return words(bytes)
    }

    private static func base64Value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    static func hexadecimal(in text: String) -> String? {
        let found = text.utf8.split { !HexToken.isDigit($0) }.compactMap { hexadecimal($0) }
        return found.isEmpty ? nil : found.joined(separator: "\n")
    }

    /// The words that a run of digits encodes.
    static func hexadecimal(_ run: Substring.UTF8View) -> String? {
        guard run.count >= leastHex, run.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in run {
            let value = digit <= 0x39 ? digit - 0x30 : (digit | 0x20) - 0x57
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return words(bytes)
    }

    /// UTF-8 without control characters; chance hardly makes 16 such bytes. A line of a longer text may begin and end in
    /// the middle of a character.
    private static func words(_ bytes: [UInt8]) -> String? {
        let isInner = { (byte: UInt8) in byte & 0xC0 == 0x80 }
        let whole = bytes.dropFirst(bytes.prefix(3).prefix(while: isInner).count)
        for cut in 0...3 where cut < whole.count {
            guard let text = String(validating: whole.dropLast(cut), as: UTF8.self) else { continue }
            return text.unicodeScalars.allSatisfy(isWritten) ? text : nil
        }
        return nil
    }

    private static func isWritten(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case ..<0x20, 0x7F...0x9F: false
        default: true
        }
    }

    // MARK: Letters

    /// Letters moved by thirteen places, where that makes English words.
    static func rot13(in text: String) -> String? {
        let turned = String(
            decoding: text.utf8.map { byte in
                switch byte {
                case 0x41...0x5A: (byte - 0x41 + 13) % 26 + 0x41
                case 0x61...0x7A: (byte - 0x61 + 13) % 26 + 0x61
                default: byte
                }
            },
            as: UTF8.self
        )
        let words = turned.lowercased().split { !($0.isLetter || $0.isNumber) }
        return words.count { commonWords.contains($0) } >= leastWords ? turned : nil
    }

    /// Whether digits stand for letters in English words; there is nothing to read that a model could not.
    static func isLeet(_ text: String) -> Bool {
        var found = 0
        for word in text.utf8.split(whereSeparator: { leetLetter($0) == nil }) where word.count <= 8 {
            let letters = word.compactMap(leetLetter)
            let changed = zip(word, letters).count { $0 | 0x20 != $1 }
            guard changed > 0, changed < word.count else { continue }
            if commonWords.contains(Substring(String(decoding: letters, as: UTF8.self))) { found += 1 }
        }
        return found >= leastWords
    }

    private static func leetLetter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A: byte | 0x20
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "!"): UInt8(ascii: "i")
        case UInt8(ascii: "3"): UInt8(ascii: "e")
        case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
        case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
        case UInt8(ascii: "7"): UInt8(ascii: "t")
        case UInt8(ascii: "8"): UInt8(ascii: "b")
        case UInt8(ascii: "9"): UInt8(ascii: "g")
        case UInt8(ascii: "2"): UInt8(ascii: "z")
        default: nil
        }
    }

    /// Words of most questions that become no other word in these writings.
    private static let commonWords: Set<Substring> = [
        "the", "and", "you", "your", "what", "that", "this", "for", "with", "are", "tell", "give", "code", "word",
        "which", "from", "not", "who", "how", "have", "say", "please", "is", "me", "it",
    ]

    // MARK: Signs that are not shown

    /// The text without them. Joiners are letters' own signs in many scripts and count between Latin ones alone.
    static func zeroWidth(in text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        var kept = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            switch scalar.value {
            case 0x200B, 0x2060, 0xFEFF, 0x180E: continue
            case 0x200C, 0x200D:
                let isInLatin =
                    index > 0 && scalars[index - 1].isASCII && index + 1 < scalars.count && scalars[index + 1].isASCII
                if !isInLatin { kept.append(scalar) }
            default: kept.append(scalar)
            }
        }
        return scalars.count - kept.count >= leastZeroWidth ? String(kept) : nil
    }

    /// The text in Unicode's tag characters (U+E0020 to U+E007E), but for those of flags.
    static func tags(in text: String) -> String? {
        var found = String.UnicodeScalarView()
        var isFlag = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x1F3F4: isFlag = true
            case 0xE0020...0xE007E:
                if !isFlag, let letter = Unicode.Scalar(scalar.value - 0xE0000) { found.append(letter) }
            default: isFlag = false
            }
        }
        return found.count >= leastTags ? String(found) : nil
    }
}
