import Domain

/// Day notes of a warehouse: text that fills a context and says nothing.
enum Filler {
    /// Whole sentences, a line break after every fifth; ASCII, at least `characters` long and less than 100 more. Empty
    /// for 0.
    static func text(_ characters: Int, _ random: inout SeededRandom) -> String {
        var text = ""
        var count = 0
        while text.utf8.count < characters {
            if count > 0 { text += count % 5 == 0 ? "\n" : " " }
            text += sentence(&random)
            count += 1
        }
        return text
    }

    private static func sentence(_ random: inout SeededRandom) -> String {
        let day = random.pick(Vocabulary.days)
        let name = random.pick(Vocabulary.names)
        let place = random.pick(Vocabulary.places)
        let thing = random.pick(Vocabulary.things)
        let number = 2 + random.below(80)
        switch random.below(6) {
        case 0: return "On \(day) \(name) counted \(number) \(thing) in the \(place)."
        case 1: return "The \(place) gave \(number) \(thing) away, and \(name) noted it."
        case 2: return "\(name) swept the \(place) before noon; it had been a quiet \(day)."
        case 3: return "It was \(number % 30 + 3) degrees in the \(place) on \(day), which suits \(thing)."
        case 4: return "Nothing was missing from the \(place), said \(name) on \(day)."
        default: return "A cart with \(number) \(thing) came late to the \(place) on \(day)."
        }
    }
}
