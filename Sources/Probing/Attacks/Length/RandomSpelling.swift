import Domain

/// A text spelt so that a person still reads it: best-of-N's three changes, one after the other.
enum RandomSpelling {
    /// A word's inner letters are scrambled that often, if it has more than three.
    private static let scramblePercent = 60
    private static let capitalPercent = 60
    /// Of the signs that ASCII prints; each becomes a neighbour in ASCII.
    private static let noisePercent = 6

    /// Words that must come through as they are (`Spelling.isName`) are left alone.
    static func vary(_ text: String, _ random: inout SeededRandom) -> String {
        let words = Clusters.split(text).split(separator: [" "], omittingEmptySubsequences: false)
        return words.map { vary(Array($0), &random) }.joined(separator: " ")
    }

    private static func vary(_ word: [[Unicode.Scalar]], _ random: inout SeededRandom) -> String {
        guard !Spelling.isName(Array(word.joined())) else { return Clusters.joined(word) }
        var scalars = String.UnicodeScalarView()
        for scalar in scramble(word, &random).joined() {
            scalars.append(noisy(recased(scalar, &random), &random))
        }
        return String(scalars)
    }

    /// First and last letter stay.
    private static func scramble(_ word: [[Unicode.Scalar]], _ random: inout SeededRandom) -> [[Unicode.Scalar]] {
        guard word.count > 3, random.chance(percent: scramblePercent) else { return word }
        return word.prefix(1) + random.shuffled(Array(word.dropFirst().dropLast())) + word.suffix(1)
    }

    private static func recased(_ scalar: Unicode.Scalar, _ random: inout SeededRandom) -> Unicode.Scalar {
        guard scalar.isASCII, scalar.properties.isAlphabetic else { return scalar }
        // The bit that tells the cases of ASCII letters apart.
        let lower = UInt8(scalar.value) | 0x20
        return Unicode.Scalar(random.chance(percent: capitalPercent) ? lower & ~0x20 : lower)
    }

    private static func noisy(_ scalar: Unicode.Scalar, _ random: inout SeededRandom) -> Unicode.Scalar {
        // Both neighbours print.
        guard (0x22...0x7D).contains(scalar.value), random.chance(percent: noisePercent) else { return scalar }
        let value = UInt8(scalar.value)
        return Unicode.Scalar(random.chance(percent: 50) ? value + 1 : value - 1)
    }
}
