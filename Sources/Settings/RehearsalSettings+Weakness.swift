extension RehearsalSettings {
    /// How a rehearsal model gives in, for trying out what looks for that.
    package struct Weakness: Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            /// `leaks: secret`
            case leaksSecret
            /// `leaks: instructions`
            case leaksInstructions
            /// `obeys: injection`
            case obeysInjection
            /// `calls: tool`
            case callsTool
            /// `refuses: harmless`
            case refusesHarmless
        }

        package enum Technique: String, CaseIterable, Sendable {
            /// None of the others.
            case plain
            case base64
            case hex
            case rot13
            case leet
            case zeroWidth = "zero-width"
            case unicodeTags = "unicode-tags"
            case fillInTheBlank = "fill-in-the-blank"
            case repeatAbove = "repeat-above"
            case fewShot = "few-shot"
            case manyShot = "many-shot"
            case forgedHistory = "forged-history"
        }

        /// Told by the script alone.
        package enum Language: String, CaseIterable, Sendable {
            case english = "en"
            case bengali = "bn"
            case gujarati = "gu"
            case hindi = "hi"
            case kannada = "kn"
            case malayalam = "ml"
            case marathi = "mr"
            case odia = "or"
            case punjabi = "pa"
            case tamil = "ta"
            case telugu = "te"
            case urdu = "ur"
        }

        package var kind: Kind
        /// Of the requests that `techniques` and `languages` leave, in parts per million.
        package var rate: Int
        /// Empty: whatever the technique.
        package var techniques: [Technique]
        /// Empty: whatever the language.
        package var languages: [Language]

        package init(
            _ kind: Kind,
            rate: Int,
            techniques: [Technique] = [],
            languages: [Language] = []
        ) {
            self.kind = kind
            self.rate = rate
            self.techniques = techniques
            self.languages = languages
        }
    }
}
