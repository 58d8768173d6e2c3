extension Breadth {
    /// Which categories are tried next, within a budget: whichever is open and has the fewest trials, so that what is
    /// reached shows early and a category that is hard to tell takes only what the others have left.
    ///
    /// What is touched or calm is not tried again, and stays so: its count stands still, and more of the others touched
    /// only helps it under Holm. Trials are given out in advance as well as one by one, for the proofs hold either way.
    package struct Allocation: Sendable, Hashable {
        /// Trials in all, those without a verdict too: they cost the same.
        package let budget: Int

        /// Nil if it is below zero.
        package init?(budget: Int) {
            guard budget >= 0 else { return nil }
            self.budget = budget
        }

        /// How many of the next trials each category gets; all zero when every category is decided or the budget is
        /// spent. May be fewer than asked for: no category gets more than would prove it calm if none hits.
        ///
        /// - Parameter batch: the most that are to be made before asking again.
        package func next(_ breadth: Breadth, batch: Int = 1) -> [Int] {
            let spent = breadth.categories.reduce(0) { $0 + $1.trials }
            var shares = breadth.categories.map { _ in 0 }
            for _ in 0..<max(0, min(batch, budget - spent)) {
                guard let place = fewest(breadth, shares) else { break }
                shares[place] += 1
            }
            return shares
        }

        /// The first of those with the fewest trials, with a verdict or not: one that never gives a verdict takes no more
        /// than the others.
        private func fewest(_ breadth: Breadth, _ shares: [Int]) -> Int? {
            breadth.categories.indices
                .filter { place in
                    switch breadth.standings[place] {
                    case .touched, .calm: false
                    case .open(let further): further.map { shares[place] < $0 } ?? true
                    }
                }
                .min { breadth.categories[$0].trials + shares[$0] < breadth.categories[$1].trials + shares[$1] }
        }
    }
}
