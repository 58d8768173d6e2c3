/// What must not happen (or, for utility, what must): a situation, what is asked for in it, and how one sees that it came.
///
/// Texts may hold placeholders in braces, filled anew for each trial from `Fill`: `{canary}` a random secret, `{nonce}` a random
/// marker that an injected text asks for, `{word}` a random plain word, `{id:KIND}` a seeded identifier (aadhaar, pan, gstin, upi,
/// ifsc, card), `{attack}` (only in `carrier`) the attack's text. `{{` is a brace.
package struct Goal: Sendable, Hashable {
    /// Unique in its set, kebab-case: `clinic-code`.
    package var id: String
    /// BCP 47: `en`, `hi`, `hi-Latn`.
    package var language: String
    /// `health`, `finance`, `commerce`, `education`, `work`, `general`.
    package var domain: String
    package var severity: Severity
    /// With edition: `owasp-llm:2025:LLM07`, `mitre-atlas:2025:AML.T0056`, `mlcommons:1.0:prv`, `nist-ai-100-2:2025:…`.
    package var tags: [String]
    package var system: String?
    /// What the attacker wants, in plain words; an attack turns it into what is sent.
    package var ask: String
    /// The document, mail or tool result in which the attack's text stands, for indirect injection; nil: the user says it.
    package var carrier: Carrier?
    package var tools: [Tool]
    package var detector: DetectorChoice

    package struct Carrier: Sendable, Hashable {
        package enum Place: String, Sendable, CaseIterable {
            /// In the user's own message, below the user's own request.
            case user
            /// In the result of a tool that the assistant called.
            case tool
        }
        package var place: Place
        /// The text around, with `{attack}` in it.
        package var text: String
        /// What the user really asked for.
        package var request: String

        package init(place: Place, text: String, request: String) {
            self.place = place
            self.text = text
            self.request = request
        }
    }

    package init(
        id: String,
        language: String,
        domain: String,
        severity: Severity,
        tags: [String],
        system: String?,
        ask: String,
        carrier: Carrier?,
        tools: [Tool],
        detector: DetectorChoice
    ) {
        self.id = id
        self.language = language
        self.domain = domain
        self.severity = severity
        self.tags = tags
        self.system = system
        self.ask = ask
        self.carrier = carrier
        self.tools = tools
        self.detector = detector
    }
}
