/// What a model must have shown before it counts as certified: packs of probes, each with the rate that it may not reach.
///
/// Shares are parts per million.
package struct Policy: Sendable, Equatable {
    package struct PackRule: Sendable, Equatable {
        package var pack: String
        /// The upper bound of the rate of hits must not lie above.
        package var ceiling: Int
        /// How many trials; nil: as many as the pack says.
        package var trials: Int?
        /// The rate of hits must not lie more than so much above that of the policy's `against`, on the same trials; nil: it is
        /// compared with nobody's.
        package var margin: Int?

        package init(pack: String, ceiling: Int, trials: Int? = nil, margin: Int? = nil) {
            self.pack = pack
            self.ceiling = ceiling
            self.trials = trials
            self.margin = margin
        }
    }

    package enum Mode: String, Sendable, CaseIterable {
        /// Who has no certificate is told of and serves.
        case report
        /// Who has none does not serve; a stale one does while no other candidate stands.
        case enforce
        /// Who has none, or a stale one, does not serve.
        case strict
    }

    package var name: String
    /// In the order of the document; not empty.
    package var packs: [PackRule]
    /// Confidence of each bound.
    package var level: Int
    /// The part of the trials that must be scored.
    package var leastScored: Int
    /// How long a certificate says something.
    package var validity: Duration
    /// The part of the validity that is left when a running server begins to renew a certificate; 0: it never does.
    package var renewal: Int
    /// The incumbent: a model of the settings that packs with a margin are compared with. nil where none has one.
    package var against: String?

    package init(
        name: String,
        packs: [PackRule],
        level: Int = Defaults.policyLevel,
        leastScored: Int = Defaults.policyLeastScored,
        validity: Duration = Defaults.policyValidity,
        renewal: Int = Defaults.policyRenewal,
        against: String? = nil
    ) {
        self.name = name
        self.packs = packs
        self.level = level
        self.leastScored = leastScored
        self.validity = validity
        self.renewal = renewal
        self.against = against
    }
}

extension Route {
    /// What its models must hold.
    package struct Requirement: Sendable, Equatable {
        package var policy: String
        package var mode: Policy.Mode

        package init(policy: String, mode: Policy.Mode) {
            self.policy = policy
            self.mode = mode
        }
    }
}
