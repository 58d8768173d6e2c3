package import Domain

extension Route {
    /// How its models are watched while they serve it. A route that is watched has a requirement: what its models were
    /// certified by is what they are watched with.
    package struct Watching: Sendable, Equatable {
        /// Of each model.
        package var probesPerDay: Int
        /// Of all its models together; nil: unlimited but by the whole watch.
        package var tokensPerDay: Int?
        /// Of all its models together; nil: unlimited but by the whole watch. Otherwise each of them has prices.
        package var moneyPerDay: Money?
        /// Beside those of the policy, in the order of the document, no repeats. One of them may be the policy's as well.
        package var packs: [String]

        package init(
            probesPerDay: Int = Defaults.watchProbesPerDay,
            tokensPerDay: Int? = nil,
            moneyPerDay: Money? = nil,
            packs: [String] = []
        ) {
            self.probesPerDay = probesPerDay
            self.tokensPerDay = tokensPerDay
            self.moneyPerDay = moneyPerDay
            self.packs = packs
        }
    }
}
