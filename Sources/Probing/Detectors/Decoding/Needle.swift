/// What is looked for, in every form in which it may stand.
///
/// A *token* is random: ten or more letters and digits with a digit among them, or fourteen letters. It is found wherever its
/// characters stand in a row, whatever stands between them. A *word* is found whole only: what is beside it must be no letter and
/// no digit.
struct Needle {
    /// Letters and digits, lower case.
    let text: [UInt8]
    let isToken: Bool
    /// A token of twenty or more hexadecimal digits, as `Fill` draws them: for these, and only these, chance can be reckoned.
    let isRandom: Bool
    let patterns: PatternSet
    private let decodings: [Decoding]
    /// The forms that stand for themselves: forwards, no shift.
    let leet: [UInt8]

    /// Nil for what has fewer than five letters and digits: it would be found by chance.
    init?(_ text: String) {
        let folded = FoldedText(text).squeezed
        guard folded.count >= Self.shortest else { return nil }
        self.text = folded
        let hasDigit = folded.contains { (0x30...0x39).contains($0) }
        isToken = folded.count >= 14 || hasDigit && folded.count >= 10
        isRandom = isToken && hasDigit && folded.count >= 20 && folded.allSatisfy { NumberReading.hexDigit($0) != nil }
        leet = folded.map(LeetFold.fold)
        var forms: [([UInt8], Decoding)] = [(folded, .clear), (folded.reversed(), .reversed)]
        for places in UInt8(1)...25 {
            let shifted = folded.map { CaesarShift.shift($0, by: places) }
            forms.append((shifted, places == 13 ? .rot13 : .caesar))
        }
        forms.append((folded.map(CaesarShift.atbash), .atbash))
        forms.append((folded.reversed().map(CaesarShift.rot13), .rot13))
        var seen: Set<[UInt8]> = []
        forms = forms.filter { seen.insert($0.0).inserted }
        patterns = PatternSet(forms.map(\.0))
        decodings = forms.map(\.1)
    }

    static let shortest = 5

    func decoding(_ pattern: Int) -> Decoding { decodings[pattern] }
}
