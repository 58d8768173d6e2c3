/// A phrase to look for: words with spaces between; `a|b` is either, `~` up to two words of any kind, `~~` up to five.
struct Phrase: Sendable {
    enum Step: Sendable {
        case word(Set<String>)
        case gap(most: Int)
    }

    let steps: [Step]

    init(_ text: String) {
        var steps: [Step] = []
        for part in text.split(separator: " ") {
            switch part {
            case "~": steps.append(.gap(most: 2))
            case "~~": steps.append(.gap(most: 5))
            default:
                let choices = part.split(separator: "|").map(String.init)
                if choices.count > 1 {
                    steps.append(.word(Set(choices)))
                } else {
                    // Written out as the text is.
                    for word in PhraseText(String(part)).words { steps.append(.word([word.text])) }
                }
            }
        }
        self.steps = steps
    }
}
