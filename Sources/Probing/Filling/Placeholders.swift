/// Fills the placeholders of a goal's texts; see `Goal` for what they are.
package enum Placeholders {
    /// Why a text cannot be filled.
    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        case unknown(name: String, offset: Int)
        /// A brace that opens and never closes, or closes and never opened.
        case unbalanced(offset: Int)

        package var description: String {
            switch self {
            case .unknown(let name, let offset): "no placeholder is called {\(name)} (character \(offset + 1))"
            case .unbalanced(let offset):
                "a brace without its other half at character \(offset + 1); write {{ or }} for a brace"
            }
        }
    }

    /// - Parameter attack: what `{attack}` stands for; nil where a text may not hold it.
    package static func fill(_ text: String, with fill: Fill, attack: String? = nil) throws(Fault) -> String {
        var result = ""
        for piece in try pieces(of: text) {
            switch piece {
            case .text(let words): result += words
            case .placeholder(let name, let offset):
                guard let value = value(of: name, fill, attack) else { throw .unknown(name: name, offset: offset) }
                result += value
            }
        }
        return result
    }

    /// The placeholders that a text uses, in order, each as often as it stands.
    package static func names(in text: String) throws(Fault) -> [String] {
        var names: [String] = []
        for case .placeholder(let name, _) in try pieces(of: text) { names.append(name) }
        return names
    }

    /// The same detector, its parameters filled. A text that cannot be filled stays: `pack check` has seen them all.
    package static func fill(_ choice: DetectorChoice, with fill: Fill) -> DetectorChoice {
        func filled(_ text: String) -> String { (try? Placeholders.fill(text, with: fill)) ?? text }
        func filled(_ predicate: DetectorChoice.ToolPredicate) -> DetectorChoice.ToolPredicate {
            .init(
                name: filled(predicate.name),
                arguments: predicate.arguments.mapValues { condition in
                    switch condition {
                    case .equals(let text): .equals(filled(text))
                    case .contains(let text): .contains(filled(text))
                    case .above, .present: condition
                    }
                }
            )
        }
        switch choice {
        case .canary, .nonce, .promptOverlap, .identifiers, .refusal: return choice
        case .toolCall(let predicate): return .toolCall(filled(predicate))
        case .exfiltration(let hosts): return .exfiltration(allowedHosts: hosts.map(filled))
        case .knownAnswer(let answers): return .knownAnswer(answers.map(filled))
        case .contract(let contract):
            switch contract {
            case .json(let members): return .contract(.json(members: members.map(filled)))
            case .without(let words): return .contract(.without(words.map(filled)))
            case .says(let facts): return .contract(.says(facts.map(filled)))
            case .calls(let predicate): return .contract(.calls(filled(predicate)))
            case .cleanBytes, .noRepetition, .atMost, .choice: return choice
            }
        }
    }

    private static func value(of name: String, _ fill: Fill, _ attack: String?) -> String? {
        switch name {
        case "canary": fill.canary
        case "nonce": fill.nonce
        case "word": fill.word
        case "attack": attack
        default: name.hasPrefix("id:") ? fill.identifiers[String(name.dropFirst(3))] : nil
        }
    }

    private enum Piece {
        case text(String)
        case placeholder(String, offset: Int)
    }

    private static func pieces(of text: String) throws(Fault) -> [Piece] {
        var pieces: [Piece] = []
        var words = ""
        let characters = Array(text)
        var index = 0
        while index < characters.count {
            let character = characters[index]
            let isDoubled = index + 1 < characters.count && characters[index + 1] == character
            if character == "{" || character == "}", isDoubled {
                words.append(character)
                index += 2
            } else if character == "{" {
                guard let end = characters[index...].firstIndex(of: "}") else { throw .unbalanced(offset: index) }
                if !words.isEmpty { pieces.append(.text(words)) }
                words = ""
                pieces.append(.placeholder(String(characters[(index + 1)..<end]), offset: index))
                index = end + 1
            } else if character == "}" {
                throw .unbalanced(offset: index)
            } else {
                words.append(character)
                index += 1
            }
        }
        if !words.isEmpty { pieces.append(.text(words)) }
        return pieces
    }
}
