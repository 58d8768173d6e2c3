/// Words that make a notice sound like less than it is. The EU's regulation on product safety (2023/988, Art. 36) asks notices of
/// recalls to do without them: a reader who believes that it is not serious goes on as before.
package enum NoticeLint {
    package struct Softener: Sendable, Equatable {
        /// As they stand in the text.
        package var words: String
        package var advice: String
    }

    /// - Returns: what is better left out of the text, in its order; empty: nothing of what we look for.
    package static func softeners(in text: String) -> [Softener] {
        let words = words(text)
        let plain = words.map(folded)
        var found: [Softener] = []
        var place = 0
        while place < words.count {
            let match = rules.compactMap { rule in rule.length(at: place, in: plain).map { (rule, $0) } }.max {
                $0.1 < $1.1
            }
            if let (rule, length) = match {
                found.append(.init(words: words[place..<place + length].joined(separator: " "), advice: rule.advice))
                place += length
            } else {
                place += 1
            }
        }
        return found
    }

    /// What a person is told, of all of them; nil: there are none.
    package static func warning(of text: String) -> String? {
        let found = softeners(in: text)
        guard !found.isEmpty else { return nil }
        let words = found.map { "`\($0.words)`" }.joined(separator: ", ")
        return
            "The notice says \(words). Readers then take a recall for less than it is; write it without. \(found[0].advice)"
    }

    // MARK: Words

    private static func words(_ text: String) -> [String] {
        text.unicodeScalars.split { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
                .spacingMark, .decimalNumber, .format:
                false
            default: scalar != "'" && scalar != "’"
            }
        }
        .map { String($0) }
    }

    /// Indic scripts write with joiners and dots that change no word for a reader.
    private static func folded(_ word: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in word.lowercased().unicodeScalars {
            switch scalar {
            case "\u{200C}", "\u{200D}", "\u{AD}": continue
            // Chandrabindu is often written as anusvara.
            case "\u{901}": scalars.append("\u{902}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    // MARK: Rules

    /// Words one after the other. Each is one of several; one that ends in `*` only begins so.
    private struct Rule {
        var sequence: [[String]]
        var advice: String

        init(_ advice: String, _ sequence: String...) {
            self.sequence = sequence.map { $0.split(separator: "|").map(String.init) }
            self.advice = advice
        }

        /// How many words it takes; nil: it does not stand there.
        func length(at place: Int, in words: [String]) -> Int? {
            guard place + sequence.count <= words.count else { return nil }
            for (offset, choices) in sequence.enumerated() {
                let word = words[place + offset]
                // By scalars: a vowel sign of Hindi joins the letter before it to another character.
                let isThere = choices.contains { choice in
                    choice.hasSuffix("*")
                        ? word.unicodeScalars.starts(with: choice.unicodeScalars.dropLast()) : word == choice
                }
                guard isThere else { return nil }
            }
            return sequence.count
        }
    }

    private static let order = "A recall is an order, not an offer."
    private static let rarity = "Say what happens and to whom, not how seldom."
    private static let reports = "How few have told of it says nothing of how many it has met."

    private static let rules: [Rule] = [
        Rule(order, "voluntar*"),
        Rule(order, "precaution*"),
        Rule(order, "discretion*"),
        Rule(order, "abundance", "of", "caution"),
        Rule(
            rarity,
            "rare|specific|isolated|exceptional|certain|limited|unusual",
            "situation*|case*|circumstance*|instance*|occasion*"
        ),
        Rule(rarity, "rarely|seldom"),
        Rule(reports, "few|isolated|rare|no|only", "report*|complaint*|incident*|accident*|injur*"),
        Rule(reports, "no|few", "reported|known|confirmed", "report*|complaint*|incident*|accident*|injur*|case*"),
        Rule(reports, "number|handful", "of", "report*|complaint*|incident*|accident*"),
        // Hindi: voluntary, precaution, discretion.
        Rule(order, "स्वैच्छिक*|स्वेच्छा*"),
        Rule(order, "एहतियात*|ऐहतियात*"),
        Rule(order, "सावधानी", "के", "तौर|रूप", "पर|में"),
        Rule(order, "सावधानीवश|पूर्वोपाय*"),
        Rule(order, "विवेकाधीन*|वैकल्पिक*|ऐच्छिक*"),
        // In rare, in specific situations or cases.
        Rule(rarity, "दुर्लभ|विशेष|विशिष्ट|असाधारण|कुछ|खास|ख़ास", "परिस्थिति*|स्थिति*|मामल*|हालात*|अवसर*"),
        Rule(rarity, "कभी", "कभार"),
        // Few, or no reports.
        Rule(reports, "कम|कुछ|थोड़ी|थोड़े|इक्का", "शिकायत*|रिपोर्ट*|घटना*|दुर्घटना*|सूचना*"),
        Rule(reports, "कोई", "शिकायत*|रिपोर्ट*|घटना*|दुर्घटना*", "नहीं"),
    ]
}
