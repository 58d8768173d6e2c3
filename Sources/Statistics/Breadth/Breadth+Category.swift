extension Breadth {
    /// One kind of use that a finding was tried on: goals that it was not found with, of one harm in one field. Each
    /// trial draws its goal anew at random; many trials of few goals would be worth less than they count.
    package struct Category: Sendable, Hashable {
        /// What goes wrong: a set of goals, such as dosage or leaking the prompt.
        package let harm: String
        /// Where it is applied, such as health or finance, or the language.
        package let field: String
        package var count: Count
        /// Trials without a verdict, whatever the reason.
        package var unscored: Int

        package init(harm: String, field: String, count: Count = .none, unscored: Int = 0) {
            precondition(unscored >= 0, "counts are not negative")
            self.harm = harm
            self.field = field
            self.count = count
            self.unscored = unscored
        }

        package var trials: Int { count.scored + unscored }

        /// For display; nil when nothing was scored. Holds at whatever moment the trials were stopped, and is wider than
        /// what decides, which asks about one rate only: 0 of 29 is shown up to 17 % and proved to be at most 10 %.
        package var estimate: Estimate? { ConfidenceSequence.estimate(count, confidence: Breadth.confidence) }
    }
}
