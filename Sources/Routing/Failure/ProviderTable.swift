/// What one kind of provider calls its failures.
struct ProviderTable: Sendable {
    /// Codes and types that say it all, whatever the status. A code is looked up before a type.
    var words: [String: FailureClass]
    /// Types that say no more than a status does; read only where the status itself says nothing (2xx).
    var statuses: [String: Int]
    /// Statuses that mean "no room now" with no word beside them.
    var overloaded: Set<Int>
    var phrases: Phrases

    struct Phrases: Sendable {
        var quota = PhraseList([])
        /// On a 429 these win over `quota`: the allowance is per minute, whatever else the message calls it.
        var perMinute = PhraseList([])
        var overloaded = PhraseList([])
        var credential = PhraseList([])
        var region = PhraseList([])
        var tooLong = PhraseList([])
        var refused = PhraseList([])
        /// The model is not there; anywhere in the message of a 403, 404 or 410.
        var gone = PhraseList([])
        /// How a message begins that speaks of the model.
        var modelOpening = PhraseList([])
        /// How a 404 begins that means the path, or the model at this path: our address or our model's name is wrong.
        var path = PhraseList([])
    }

    static func of(_ kind: ProviderAnswer.Kind) -> ProviderTable {
        switch kind {
        case .openAI: openAI
        case .anthropic: anthropic
        case .compatible: compatible
        case .rehearsal: rehearsal
        }
    }

    private static let rehearsal = anthropic.joined(with: openAI)

    /// Phrases of both; where both have a word, and for bare statuses, `other` decides.
    func joined(with other: ProviderTable) -> ProviderTable {
        ProviderTable(
            words: words.merging(other.words) { $1 },
            statuses: statuses.merging(other.statuses) { $1 },
            overloaded: other.overloaded,
            phrases: Phrases(
                quota: phrases.quota + other.phrases.quota,
                perMinute: phrases.perMinute + other.phrases.perMinute,
                overloaded: phrases.overloaded + other.phrases.overloaded,
                credential: phrases.credential + other.phrases.credential,
                region: phrases.region + other.phrases.region,
                tooLong: phrases.tooLong + other.phrases.tooLong,
                refused: phrases.refused + other.phrases.refused,
                gone: phrases.gone + other.phrases.gone,
                modelOpening: phrases.modelOpening + other.phrases.modelOpening,
                path: phrases.path + other.phrases.path
            )
        )
    }

    /// Turns a table as people read it, a class with its words, into one to look words up in.
    static func lookup(_ rows: [(FailureClass, [String])]) -> [String: FailureClass] {
        var found: [String: FailureClass] = [:]
        for (failure, words) in rows { for word in words { found[word] = failure } }
        return found
    }
}
