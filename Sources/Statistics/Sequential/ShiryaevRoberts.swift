/// Watches one stream of trials for ever and notices when the hit rate rises above its baseline.
///
/// R_n(q) = (R_{n−1}(q) + 1)·LR_q(x_n), averaged over the alternatives; R_n − n falls in the mean as long as the rate
/// is at most the baseline, so an alarm at R ≥ A comes after at least A trials in the mean, whatever A, the number of
/// looks or the way of choosing the next prompt by what went before (Shin, Ramdas and Rinaldo, arXiv 2203.03532). The
/// baseline is the certified upper bound, not the point: a rate somewhere below must not alarm either.
///
/// Kept as logarithms. After an alarm that has been dealt with, begin anew with a new value.
package struct ShiryaevRoberts: Sendable, Hashable {
    private var sums: LikelihoodSums

    /// Nil unless the baseline is in 0…1.
    package init?(baseline: Double, alternatives: Alternatives = .standard) {
        guard
            let sums = LikelihoodSums(
                .shiryaevRoberts,
                baseline: baseline,
                alternatives: alternatives,
                start: -.infinity
            )
        else { return nil }
        self.sums = sums
    }

    /// Takes up where `words` left off; nil if they are not such a state.
    package init?(words: [UInt64]) {
        guard let sums = LikelihoodSums(.shiryaevRoberts, words: words) else { return nil }
        self.sums = sums
    }

    package var trials: Int { sums.state.trials }
    package var baseline: Double { sums.state.baseline }
    package var alternatives: Alternatives { sums.state.alternatives }
    /// Everything that must be kept to go on after a restart.
    package var words: [UInt64] { sums.state.words }
    /// ln R; −∞ before the first trial.
    package var logStatistic: Double { sums.logMean }
    /// The largest ln R so far.
    package var highest: Double { sums.state.highest }

    package func hasReached(_ alarm: FleetAlarm) -> Bool { logStatistic >= alarm.logThreshold }

    /// - Parameter baseline: of the trial's own goal, in 0…1; nil: the stream's.
    package mutating func add(_ isHit: Bool, baseline: Double? = nil) {
        sums.add(isHit, baseline: baseline, before: LogSum.onePlus)
    }
}
