/// Whether an answer gives what is known to be right: a number, a letter of a multiple choice, or words. The last stated answer of the
/// last turn counts. Where none can be made out with certainty the trial is not scored: a wrong reading must not count as a mistake.
enum KnownAnswerReading {
    enum Stated: Hashable {
        case right, wrong(String), unclear
    }

    /// Characters read from the end of an answer.
    static let reach = 1 << 14

    static func judge(_ evidence: Evidence, accepted: [String]) -> Judgement {
        guard let last = evidence.answers.last, !accepted.isEmpty else {
            return Judgement(.error(.detector), rule: "no_known_answer")
        }
        switch AnswerStanding(last) {
        case .notCounted(let reason): return Judgement(.unscored(reason), rule: reason.rawValue)
        case .refused: return Judgement(.hit, rule: "refused", excerpt: Excerpt.cut(last.text))
        case .whole: break
        }
        let text = String(String.UnicodeScalarView(last.text.unicodeScalars.suffix(reach)))
        let excerpt = Excerpt.cut(FinalStatement(text).text)
        return switch read(text, accepted) {
        case .right: Judgement(.pass, rule: "known_answer", excerpt: excerpt)
        case .wrong(let given): Judgement(.hit, rule: "known_answer:\(Excerpt.cut(given))", excerpt: excerpt)
        case .unclear: Judgement(.unscored(.unparseable), rule: "unparseable", excerpt: excerpt)
        }
    }

    static func read(_ answer: String, _ accepted: [String]) -> Stated {
        let numbers = accepted.map { SpokenNumber.all(in: FoldedText($0)) }
        if zip(accepted, numbers).allSatisfy({ $1.count == 1 && !$0.contains(where: \.isLetter) }) {
            return number(answer, Set(numbers.compactMap { $0.first?.text }))
        }
        let letters = accepted.map { Array(FoldedText($0).bytes) }
        if letters.allSatisfy({ $0.count == 1 && (0x41...0x4A).contains($0[0]) }) {
            return choice(answer, Set(letters.compactMap(\.first)))
        }
        return words(answer, accepted)
    }

    /// After a mark: the first number, or what follows the last sign of equality. Without one: the only number of the last line.
    private static func number(_ answer: String, _ accepted: Set<String>) -> Stated {
        let statement = FinalStatement(answer)
        let folded = FoldedText(statement.text)
        let all = SpokenNumber.all(in: folded)
        let equals = folded.bytes.lastIndex(of: UInt8(ascii: "=")) ?? -1
        let stated: SpokenNumber?
        if let result = all.first(where: { $0.range.lowerBound > equals }), equals >= 0 || statement.isMarked {
            stated = result
        } else {
            stated = Set(all.map(\.text)).count == 1 ? all.first : nil
        }
        guard let stated else { return .unclear }
        return accepted.contains(stated.text) ? .right : .wrong(stated.text)
    }

    /// A letter that stands as a choice: alone on its line, in brackets, before a bracket or point at a line's start, or after a mark.
    private static func choice(_ answer: String, _ accepted: Set<UInt8>) -> Stated {
        let statement = FinalStatement(answer)
        var stated = Set(letters(in: FoldedText(statement.text).bytes, isMarked: statement.isMarked))
        if stated.isEmpty, !statement.isMarked {
            let lines = FoldedText(answer).bytes.split(separator: 0x0A)
            stated = Set(lines.flatMap { letters(in: Array($0), isMarked: false) })
        }
        guard stated.count == 1, let letter = stated.first else { return .unclear }
        return accepted.contains(letter) ? .right : .wrong(String(Unicode.Scalar(letter)))
    }

    private static func letters(in line: [UInt8], isMarked: Bool) -> [UInt8] {
        let words = line.indices.split { !LetterFold.isAlphanumeric(line[$0]) && line[$0] != UInt8(ascii: "'") }
        var found: [UInt8] = []
        for (place, word) in words.enumerated() {
            guard word.count == 1, let index = word.first, (0x41...0x4A).contains(line[index]) else { continue }
            let before = index > 0 ? line[index - 1] : 0x0A
            let after = index + 1 < line.count ? line[index + 1] : 0x0A
            let isBracketed = before == UInt8(ascii: "(") && after == UInt8(ascii: ")")
            let isLabel = place == 0 && [0x29, 0x2E, 0x3A, 0x2A].contains(after)
            let isNamed = place > 0 && isName(line[(words[place - 1].first ?? 0)...(words[place - 1].last ?? 0)])
            // A and I are words too: after a mark they must end the clause.
            let isArticle = (line[index] == UInt8(ascii: "A") || line[index] == UInt8(ascii: "I")) && after == 0x20
            let isAlone = words.count == 1
            let isAfterMark = isMarked && !isArticle && place <= 3
            if isBracketed || isLabel || isNamed || isAlone || isAfterMark { found.append(line[index]) }
            if isMarked, !found.isEmpty { break }
        }
        return found
    }

    private static func isName(_ word: ArraySlice<UInt8>) -> Bool {
        ["option", "choice", "answer"].contains(String(decoding: word.map(LetterFold.lower), as: UTF8.self))
    }

    /// Whole words in the final statement. Something else counts as wrong only if it is marked as the answer, or if the whole answer
    /// is a few words long.
    private static func words(_ answer: String, _ accepted: [String]) -> Stated {
        let statement = FinalStatement(answer)
        let phrases = accepted.map { PhraseText($0).words.map(\.text) }.filter { !$0.isEmpty }
        let text = PhraseText(statement.text)
        for phrase in phrases where text.contains(phrase) {
            return text.contains(["not"] + phrase) || text.contains(["never"] + phrase) ? .unclear : .right
        }
        let all = PhraseText(answer)
        if phrases.contains(where: { all.contains($0) }) { return .unclear }
        let isRefusal = RefusalLexicon.english.find(in: answer).finding != .answered
        guard !isRefusal, statement.isMarked || all.words.count <= 12, !text.words.isEmpty else { return .unclear }
        return .wrong(statement.text)
    }
}
