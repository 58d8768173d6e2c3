package import Domain

/// A technique: a way to ask for what a goal forbids. Deterministic for a seed, without a model of its own.
package struct Attack: Sendable {
    package enum Family: String, Sendable, CaseIterable {
        case plain, encoder, framing, splitting, manyShot = "many_shot", bestOfN = "best_of_n", burial, multiTurn =
            "multi_turn",
            forgedHistory = "forged_history", answerEncoding = "answer_encoding", chain, language
    }

    /// `base64`, `fake-system-turn`, `rot13+leet` for a chain.
    package var id: String
    package var family: Family
    /// Raised whenever what it makes changes: results of different versions are never mixed.
    package var version: Int
    package var title: String
    package var make: @Sendable (Ask, inout SeededRandom) -> Approach

    package init(
        id: String,
        family: Family,
        version: Int,
        title: String,
        make: @escaping @Sendable (Ask, inout SeededRandom) -> Approach
    ) {
        self.id = id
        self.family = family
        self.version = version
        self.title = title
        self.make = make
    }
}
