/// What a sequential test must remember across a restart, as words that give it back bit for bit.
///
/// Layout: kind, trials, baseline, highest, number of ratios, the ratios, one logarithm a ratio. Doubles are their bit
/// patterns. The layout's version is part of the kind, so that a later layout is refused and not misread.
struct SequentialState: Sendable, Hashable {
    enum Kind: UInt64 {
        case shiryaevRoberts = 0x5352_0001
        case eProcess = 0x4550_0001
    }

    var kind: Kind
    var trials: Int
    var baseline: Double
    var alternatives: Alternatives
    var logarithms: [Double]
    /// The largest logarithm of the statistic so far.
    var highest: Double

    var words: [UInt64] {
        [kind.rawValue, UInt64(trials), baseline.bitPattern, highest.bitPattern, UInt64(logarithms.count)]
            + alternatives.oddsRatios.map(\.bitPattern) + logarithms.map(\.bitPattern)
    }
}

extension SequentialState {
    private static let head = 5
    /// More than any stream will see, and less than the bits of most doubles: a number beyond it is a damaged word.
    private static let mostTrials: UInt64 = 1 << 53

    /// Nil for anything that `words` of this kind cannot have been.
    init?(words: [UInt64], kind: Kind) {
        guard words.count > Self.head, words[0] == kind.rawValue, words[1] < Self.mostTrials else { return nil }
        let trials = Int(words[1])
        let count = (words.count - Self.head) / 2
        let baseline = Double(bitPattern: words[2])
        let highest = Double(bitPattern: words[3])
        guard words[4] == UInt64(count), words.count == Self.head + 2 * count,
            let alternatives = Alternatives(
                oddsRatios: words[Self.head..<Self.head + count].map { Double(bitPattern: $0) }
            )
        else { return nil }
        let logarithms = words[(Self.head + count)...].map { Double(bitPattern: $0) }
        guard baseline >= 0, baseline <= 1, highest < .infinity, logarithms.allSatisfy({ $0 < .infinity }) else {
            return nil
        }
        self.init(
            kind: kind,
            trials: trials,
            baseline: baseline,
            alternatives: alternatives,
            logarithms: logarithms,
            highest: highest
        )
    }
}
