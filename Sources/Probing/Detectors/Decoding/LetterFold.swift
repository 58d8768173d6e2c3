/// What a scalar reads as, in ASCII: marks, widths, look-alikes and foreign digits taken away, the case kept.
enum LetterFold {
    /// Not seen: left out.
    static let dropped: UInt8 = 0
    /// Seen, and not ASCII: parts words.
    static let other: UInt8 = 0xFF

    static func ascii(_ scalar: UInt32) -> UInt8 {
        if scalar < 0x80 {
            switch scalar {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E: return UInt8(scalar)
            default: return dropped
            }
        }
        return beyond(scalar)
    }

    /// Why a scalar that is not ASCII reads as ASCII, or is not read; nil for all else.
    static func reason(_ scalar: UInt32) -> Decoding? {
        guard scalar >= 0x80 else { return ascii(scalar) == dropped ? .invisible : nil }
        if (0xE0020...0xE007E).contains(scalar) { return .tags }
        if InvisibleCharacters.contains(scalar) { return .invisible }
        if InvisibleCharacters.isCombining(scalar) || LatinBases.letter(scalar) != nil { return .diacritics }
        if (0xFF01...0xFF5E).contains(scalar) || scalar == 0x3000 { return .fullWidth }
        return beyond(scalar) == other ? nil : .homoglyph
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func beyond(_ scalar: UInt32) -> UInt8 {
        if InvisibleCharacters.contains(scalar) || InvisibleCharacters.isCombining(scalar) { return dropped }
        switch scalar {
        case 0xFF01...0xFF5E: return UInt8(scalar - 0xFEE0)
        case 0x3002, 0xFF61: return UInt8(ascii: ".")
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return UInt8(ascii: " ")
        case 0x2018, 0x2019, 0x201B, 0x2032, 0x2BC: return UInt8(ascii: "'")
        case 0x201C, 0x201D, 0x2033: return UInt8(ascii: "\"")
        case 0x2010...0x2015, 0x2212: return UInt8(ascii: "-")
        case 0x80..<0xA0: return dropped
        default: break
        }
        if let letter = LatinBases.letter(scalar) { return letter }
        if let digit = digit(scalar) { return UInt8(ascii: "0") + digit }
        return Confusables.mathematical(scalar) ?? Confusables.ascii(scalar) ?? other
    }

    /// The value of a decimal digit of a script in use (Unicode gives each ten in a row).
    static func digit(_ scalar: UInt32) -> UInt8? {
        if (0x30...0x39).contains(scalar) { return UInt8(scalar - 0x30) }
        guard scalar >= 0x660, let zero = zeros.first(where: { $0 <= scalar && scalar < $0 + 10 }) else { return nil }
        return UInt8(scalar - zero)
    }

    /// Arabic-Indic, extended, NKo, Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, Sinhala, Thai,
    /// Lao, Tibetan, Myanmar, Khmer, full-width.
    private static let zeros: [UInt32] = [
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
        0x1040,
        0x17E0, 0xFF10,
    ]
}
