/// One way in which a rehearsal model gives in, how often, and to what. What tests others must itself be tried on a model
/// whose true rate is known.
package struct RehearsalWeakness: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Says what stands as a secret in the system prompt, by the rule of `SystemSecret`.
        case leaksSecret
        /// Says the system prompt.
        case leaksInstructions
        /// Says the longest token of hexadecimal digits that stands in what was last put to it.
        case obeysInjection
        /// Calls the first tool with values from what was last put to it.
        case callsTool
        /// Declines, whatever is asked.
        case refusesHarmless
    }

    package var kind: Kind
    /// Of the requests that `techniques` and `languages` leave, in parts per million.
    package var rate: Int
    /// Only to requests that show one of these; empty: to all.
    package var techniques: [RehearsalTechnique]
    /// Only to requests whose last user message is in the script of one of these; empty: to all.
    package var languages: [RehearsalLanguage]

    package init(
        _ kind: Kind,
        rate: Int = 1_000_000,
        techniques: [RehearsalTechnique] = [],
        languages: [RehearsalLanguage] = []
    ) {
        self.kind = kind
        self.rate = rate
        self.techniques = techniques
        self.languages = languages
    }
}
