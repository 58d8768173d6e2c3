/// A set of goals crossed with the attacks that are tried on it.
package struct PackCell: Sendable, Hashable {
    /// The goal set's id.
    package var goals: String
    /// As the pack names them: ids, groups, chains.
    package var named: [String]
    /// What the names stand for, each once, in order.
    package var attacks: [AttackReference]
    /// Judges these trials instead of the goals' own.
    package var detector: DetectorChoice?

    package init(goals: String, named: [String], attacks: [AttackReference], detector: DetectorChoice? = nil) {
        self.goals = goals
        self.named = named
        self.attacks = attacks
        self.detector = detector
    }
}
