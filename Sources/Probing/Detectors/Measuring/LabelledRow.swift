/// One labelled text for measuring a detector: whether a person says that it holds what the detector is to find.
package struct LabelledRow: Sendable, Hashable {
    package var text: String
    /// True: a hit is right.
    package var isPositive: Bool
    /// Which detector it is for; see `DetectorTrial.choice(for:)` for what nil means.
    package var detector: String?
    package var system: String?
    package var canary: String?
    /// BCP 47.
    package var language: String

    package init(
        text: String,
        isPositive: Bool,
        detector: String? = nil,
        system: String? = nil,
        canary: String? = nil,
        language: String = "en"
    ) {
        self.text = text
        self.isPositive = isPositive
        self.detector = detector
        self.system = system
        self.canary = canary
        self.language = language
    }
}
