/// What a policy's packs found of a model: certified, refused, or not enough to say. Valid for one policy as it stood, for the
/// fingerprint that answered, until it expires.
///
/// Rates are parts per million, for events hold no fractions.
package struct Certificate: Sendable, Equatable, Codable {
    package enum Outcome: String, Sendable, Codable, CaseIterable { case certified, refused, inconclusive }

    package struct PackResult: Sendable, Equatable, Codable {
        package var pack: String
        /// Its comparability version.
        package var version: Int
        /// SHA-256 of its canonical content, hexadecimal.
        package var hash: String
        /// Each with its version: `canary@2`.
        package var detectors: [String]
        package var trials: Int
        package var hits: Int
        /// Those that count: hits and passes.
        package var scored: Int
        package var unscored: Int
        package var errors: Int
        /// Point and interval of one estimator; nil where nothing was scored.
        package var rate: Rate?
        /// How much more the trials of one goal are alike than those of different goals, in thousandths, from 1,000: the interval of
        /// a rate over goals is wider by its root, and the bounds here are not. nil: nothing of it is known, or it was not recorded.
        package var designEffect: Int?
        /// The upper bound of the rate that the policy allows.
        package var ceiling: Int
        /// Confidence of the interval.
        package var level: Int
        /// The part of the trials that had to be scored.
        package var leastScored: Int
        package var outcome: Outcome
        /// Why, in words that name the numbers.
        package var reason: String
        /// How it compares with another model; nil: the policy asked for no comparison.
        package var margin: Margin?

        /// This model and another one on the same trials.
        package struct Margin: Sendable, Equatable, Codable {
            /// The other one's lineage: what it is called in the settings is private.
            package var against: String
            /// So much the rate may lie above the other one's.
            package var most: Int
            /// Trials that were scored with both.
            package var pairs: Int
            /// Of those, the ones that hit with this model and not with the other, and the reverse.
            package var onlyHere: Int
            package var onlyThere: Int
            /// This one's rate less the other's, from -1,000,000 to 1,000,000, with one-sided bounds; `count` goals, each with
            /// one weight. nil: no pair was scored.
            package var difference: Rate?

            package init(
                against: String,
                most: Int,
                pairs: Int,
                onlyHere: Int,
                onlyThere: Int,
                difference: Rate?
            ) {
                self.against = against
                self.most = most
                self.pairs = pairs
                self.onlyHere = onlyHere
                self.onlyThere = onlyThere
                self.difference = difference
            }
        }

        package init(
            pack: String,
            version: Int,
            hash: String,
            detectors: [String],
            trials: Int,
            hits: Int,
            scored: Int,
            unscored: Int,
            errors: Int,
            rate: Rate?,
            designEffect: Int? = nil,
            ceiling: Int,
            level: Int,
            leastScored: Int,
            outcome: Outcome,
            reason: String,
            margin: Margin? = nil
        ) {
            self.pack = pack
            self.version = version
            self.hash = hash
            self.detectors = detectors
            self.trials = trials
            self.hits = hits
            self.scored = scored
            self.unscored = unscored
            self.errors = errors
            self.rate = rate
            self.designEffect = designEffect
            self.ceiling = ceiling
            self.level = level
            self.leastScored = leastScored
            self.outcome = outcome
            self.reason = reason
            self.margin = margin
        }
    }

    /// `HF-CT-2026-0001`.
    package var id: String
    /// As configured; private.
    package var model: String
    package var lineage: String
    /// Whom the model was asked of, and by which name there; private. Empty: it was not recorded.
    package var upstream: String
    package var policy: String
    /// Of the policy as it stood: SHA-256, hexadecimal.
    package var policyHash: String
    package var outcome: Outcome
    package var packs: [PackResult]
    /// Of what answered, as it declares itself; nil: it declares nothing.
    package var fingerprint: String?
    /// Findings whose own probes were among the trials.
    package var findings: [String]
    /// The recall under which it was made; nil: none stood.
    package var recall: String?
    /// Whereby it can be replayed, in decimal; private.
    package var seed: String
    /// Private.
    package var run: String
    package var by: Actor
    /// Unix milliseconds.
    package var expiresAt: UInt64

    package init(
        id: String,
        model: String,
        lineage: String,
        upstream: String = "",
        policy: String,
        policyHash: String,
        outcome: Outcome,
        packs: [PackResult],
        fingerprint: String?,
        findings: [String] = [],
        recall: String? = nil,
        seed: String,
        run: String,
        by: Actor,
        expiresAt: UInt64
    ) {
        self.id = id
        self.model = model
        self.lineage = lineage
        self.upstream = upstream
        self.policy = policy
        self.policyHash = policyHash
        self.outcome = outcome
        self.packs = packs
        self.fingerprint = fingerprint
        self.findings = findings
        self.recall = recall
        self.seed = seed
        self.run = run
        self.by = by
        self.expiresAt = expiresAt
    }
}
