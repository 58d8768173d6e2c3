/// Goals of one kind, so that they can be crossed with the attacks that suit them.
package struct GoalSet: Sendable, Hashable {
    /// What `{canary}` stands for in the set's trials.
    package enum Secrets: String, Sendable, CaseIterable {
        /// 96 random bits in hexadecimal: nothing else looks like it.
        case token
        /// One rare plain word: a small model cannot copy a long token, and would look safe for that reason alone.
        case word
    }

    /// Unique in its pack, kebab-case.
    package var id: String
    package var title: String
    package var secrets: Secrets
    package var goals: [Goal]

    package init(id: String, title: String, secrets: Secrets, goals: [Goal]) {
        self.id = id
        self.title = title
        self.secrets = secrets
        self.goals = goals
    }
}
