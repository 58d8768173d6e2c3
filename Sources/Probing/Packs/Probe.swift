/// What is tried: one goal by one attack, judged by one detector. A trial is one run of it.
package struct Probe: Sendable, Hashable {
    /// `leak-core/clinic-code/base64`.
    package var id: String
    package var pack: String
    package var packVersion: Int
    package var goalSet: String
    /// With the detector that judges here, which may be the cell's.
    package var goal: Goal
    package var attack: String
    package var attackVersion: Int
    /// What `{canary}` stands for in its trials.
    package var secrets: GoalSet.Secrets

    package init(
        id: String,
        pack: String,
        packVersion: Int,
        goalSet: String,
        goal: Goal,
        attack: String,
        attackVersion: Int,
        secrets: GoalSet.Secrets
    ) {
        self.id = id
        self.pack = pack
        self.packVersion = packVersion
        self.goalSet = goalSet
        self.goal = goal
        self.attack = attack
        self.attackVersion = attackVersion
        self.secrets = secrets
    }

    /// `canary`, `tool_call`.
    package var detector: String { goal.detector.id }
    /// The versions of pack, attack and detector, `1.3.1`: results are compared only where it is the same.
    package var comparability: String { "\(packVersion).\(attackVersion).\(goal.detector.identity.version)" }
    package var severity: Severity { goal.severity }
    /// Sorted.
    package var tags: [String] { goal.tags }
}
