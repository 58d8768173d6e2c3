package import Domain

/// How models are watched while they serve, over all routes that say so: `Route.Watching`.
package struct Watch: Sendable, Equatable {
    /// What follows when a finding of the watch is confirmed. People are told of it whatever follows.
    package enum Answer: String, CaseIterable, Sendable {
        /// Nothing else.
        case notify
        /// The one configured model is held back, within the limits that holds by the server itself have.
        case hold
        /// A recall that holds nothing back is prepared, for a person to declare or dismiss.
        case draft
    }

    /// What stands in for the certified bound of a pack that no policy and no certificate speaks of, parts per million.
    package static let usualRate = 50_000

    /// The mean time between two false alarms of all streams together.
    package var falseAlarmEvery: Duration
    /// Trials that confirm or clear a suspicion.
    package var burst: Int
    /// Of one model.
    package var burstsPerDay: Int
    /// Trials that find out how far a finding reaches; 0: that is not measured.
    package var breadth: Int
    package var onFinding: Answer
    /// Of the whole watch; nil: unlimited.
    package var tokensPerDay: Int?
    /// Of the whole watch; nil: unlimited. Otherwise each watched model has prices.
    package var moneyPerDay: Money?

    package init(
        falseAlarmEvery: Duration = Defaults.watchFalseAlarmEvery,
        burst: Int = Defaults.watchBurst,
        burstsPerDay: Int = Defaults.watchBurstsPerDay,
        breadth: Int = Defaults.watchBreadth,
        onFinding: Answer = .hold,
        tokensPerDay: Int? = nil,
        moneyPerDay: Money? = nil
    ) {
        self.falseAlarmEvery = falseAlarmEvery
        self.burst = burst
        self.burstsPerDay = burstsPerDay
        self.breadth = breadth
        self.onFinding = onFinding
        self.tokensPerDay = tokensPerDay
        self.moneyPerDay = moneyPerDay
    }
}
