/// What the watch saw of a model after it was certified: the numbers at which a stream crossed its line, and what kind of
/// trouble that is. A weakness is about the model; that answers fail, that another model answers, or that the measuring itself
/// is broken are alarms of their own, for they call for other steps.
///
/// Rates are parts per million and logarithms thousandths, for events hold no fractions.
package struct WatchAlarm: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// It gives more away than its certificate says.
        case weakness
        /// It fails, is slow or breaks off more often than when it was certified.
        case service
        /// Something else answers under its name.
        case servedModel = "served_model"
        /// The watch cannot tell: too little is scored, or what is known beforehand comes out wrong.
        case measurement

        /// For people.
        package var words: String {
            switch self {
            case .weakness: "a weakness"
            case .service: "a failing service"
            case .servedModel: "another model served"
            case .measurement: "a broken measurement"
            }
        }
    }

    package enum Level: String, Sendable, Codable, CaseIterable {
        /// For people to look at.
        case warn
        /// Confirmed at once, and followed by what the settings say.
        case act
    }

    /// `HF-WA-2026-0001`.
    package var id: String
    package var kind: Kind
    package var level: Level
    /// As configured; private. Empty: it was erased.
    package var model: String
    package var lineage: String
    package var policy: String
    /// What was counted: a pack, such as `leak-core`, something of live traffic, such as `live:refusals`, `fingerprint`,
    /// `scoring:leak-core` or `controls`.
    package var stream: String
    /// Whose bound the stream is held against; nil: there was none.
    package var certificate: String?
    /// That bound; nil: the stream has none, for one sight is enough.
    package var baseline: Int?
    /// Of the stream since it began, or began anew.
    package var trials: Int
    package var hits: Int
    /// The natural logarithm of the Shiryaev–Roberts sum, in thousandths.
    package var evidence: Int
    /// The logarithm at which this level alarms, in thousandths.
    package var line: Int
    /// The one that hit last; nil: the stream is not of probes, or none hit.
    package var probe: String?
    /// For everybody to read: made by a program of numbers and names, and never of what was asked or answered.
    package var reason: String

    package init(
        id: String,
        kind: Kind,
        level: Level,
        model: String,
        lineage: String,
        policy: String,
        stream: String,
        certificate: String? = nil,
        baseline: Int? = nil,
        trials: Int = 0,
        hits: Int = 0,
        evidence: Int = 0,
        line: Int = 0,
        probe: String? = nil,
        reason: String
    ) {
        self.id = id
        self.kind = kind
        self.level = level
        self.model = model
        self.lineage = lineage
        self.policy = policy
        self.stream = stream
        self.certificate = certificate
        self.baseline = baseline
        self.trials = trials
        self.hits = hits
        self.evidence = evidence
        self.line = line
        self.probe = probe
        self.reason = reason
    }

    /// Whether both say the same of the same stream: while one is open the other adds nothing.
    package func isSame(as other: WatchAlarm) -> Bool {
        (kind, level, model) == (other.kind, other.level, other.model)
            && (policy, stream, certificate) == (other.policy, other.stream, other.certificate)
    }
}
