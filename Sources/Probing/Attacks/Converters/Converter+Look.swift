import Domain

/// Disguises: what a reader sees is the text, what a filter compares is something else.
extension Converter {
    /// Letters that look like Latin ones (Unicode UTS #39, confusables), three in four of those that have such a twin.
    package static let homoglyph = Converter(
        id: "homoglyph",
        name: "look-alike letters",
        reading: "some letters are Cyrillic ones of the same shape",
        fidelity: .ordinary,
        reach: .latin,
        style: .disguise,
        forward: { text, random in
            var scalars = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                guard let twin = twins[scalar], random.chance(percent: 75) else {
                    scalars.append(scalar)
                    continue
                }
                scalars.append(twin)
            }
            return String(scalars)
        },
        backward: { replaced($0, by: originals) }
    )

    /// A mark above three in four Latin letters.
    package static let diacritics = Converter(
        id: "diacritics",
        name: "letters with accents",
        reading: "the accents mean nothing",
        fidelity: .ordinary,
        reach: .latin,
        style: .disguise,
        forward: { text, random in
            var scalars = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                scalars.append(scalar)
                guard scalar.isASCII, scalar.properties.isAlphabetic, random.chance(percent: 75) else { continue }
                scalars.append(random.pick(accents))
            }
            return String(scalars)
        },
        backward: { without(accents, $0) }
    )

    /// Unicode's full-width forms of what ASCII prints (U+FF01 to U+FF5E), and its ideographic space.
    package static let fullWidth = Converter(
        id: "full-width",
        name: "full-width letters",
        reading: "the same letters in their wide East Asian forms",
        fidelity: .ordinary,
        reach: .latin,
        style: .disguise,
        forward: { text, _ in replaced(text, by: wide) },
        backward: { replaced($0, by: narrow) }
    )

    /// A sign of no width between any two letters; the joiners that Indic scripts write with are not among them.
    package static let zeroWidth = Converter(
        id: "zero-width",
        name: "text with invisible gaps",
        reading: "signs of no width stand between the letters and mean nothing",
        fidelity: .ordinary,
        reach: .everyText,
        style: .disguise,
        forward: { text, random in
            var scalars = String.UnicodeScalarView()
            for cluster in Clusters.split(text) {
                if !scalars.isEmpty { scalars.append(random.pick(gaps)) }
                scalars.append(contentsOf: cluster)
            }
            return String(scalars)
        },
        backward: { without(gaps, $0) }
    )

    private static let twins: [Unicode.Scalar: Unicode.Scalar] = [
        "a": "\u{430}", "c": "\u{441}", "d": "\u{501}", "e": "\u{435}", "h": "\u{4BB}", "i": "\u{456}", "j": "\u{458}",
        "o": "\u{43E}", "p": "\u{440}", "q": "\u{51B}", "s": "\u{455}", "w": "\u{51D}", "x": "\u{445}", "y": "\u{443}",
        "A": "\u{410}", "B": "\u{412}", "C": "\u{421}", "E": "\u{415}", "H": "\u{41D}", "I": "\u{406}", "J": "\u{408}",
        "K": "\u{41A}", "M": "\u{41C}", "O": "\u{41E}", "P": "\u{420}", "S": "\u{405}", "T": "\u{422}", "X": "\u{425}",
    ]
    private static let originals = Dictionary(twins.map { ($1, $0) }) { first, _ in first }

    private static let accents: [Unicode.Scalar] = [
        "\u{300}", "\u{301}", "\u{302}", "\u{303}", "\u{304}", "\u{306}", "\u{307}", "\u{308}", "\u{30A}", "\u{30C}",
    ]

    /// ZERO WIDTH SPACE, WORD JOINER, ZERO WIDTH NO-BREAK SPACE.
    private static let gaps: [Unicode.Scalar] = ["\u{200B}", "\u{2060}", "\u{FEFF}"]

    private static let wide: [Unicode.Scalar: Unicode.Scalar] = {
        var table: [Unicode.Scalar: Unicode.Scalar] = [" ": "\u{3000}"]
        for value in UInt8(0x21)...0x7E { table[Unicode.Scalar(value)] = Unicode.Scalar(UInt32(value) + 0xFEE0) }
        return table
    }()
    private static let narrow = Dictionary(wide.map { ($1, $0) }) { first, _ in first }

    private static func without(_ signs: [Unicode.Scalar], _ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.filter { !signs.contains($0) })
        return String(scalars)
    }
}
