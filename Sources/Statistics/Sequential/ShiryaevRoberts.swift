/// Watches one stream of trials for ever and notices when the hit rate rises above its baseline.
///
/// R_n(q) = (R_{n−1}(q) + 1)·LR_q(x_n), averaged over the alternatives; R_n − n falls in the mean as long as the rate
/// is at most the baseline, so an alarm at R ≥ A comes after at least A trials in the mean, whatever A, the number of
/// looks or the way of choosing the next prompt by what went before (Shin, Ramdas and Rinaldo, arXiv 2203.03532). The
/// baseline is the certified upper bound, not the point: a rate somewhere below must not alarm either.
///
/// Kept as logarithms. After an alarm that has been dealt with, begin anew with a new value.
package struct ShiryaevRoberts: Sendable, Hashable {
    private var state: SequentialState
    /// For the stream's own baseline, worked out once.
    private let hitFactors: [Double]
    private let passFactors: [Double]

    /// Nil unless the baseline is in 0…1.
    package init?(baseline: Double, alternatives: Alternatives = .standard) {
        guard baseline >= 0, baseline <= 1 else { return nil }
        self.init(
            SequentialState(
                kind: .shiryaevRoberts,
                trials: 0,
                baseline: baseline,
                alternatives: alternatives,
                logarithms: alternatives.oddsRatios.map { _ in -.infinity },
                highest: -.infinity
            )
        )
    }

    /// Takes up where `words` left off; nil if they are not such a state.
    package init?(words: [UInt64]) {
        guard let state = SequentialState(words: words, kind: .shiryaevRoberts) else { return nil }
        self.init(state)
    }

    private init(_ state: SequentialState) {
        self.state = state
        hitFactors = state.alternatives.logFactors(isHit: true, baseline: state.baseline)
        passFactors = state.alternatives.logFactors(isHit: false, baseline: state.baseline)
    }

    package var trials: Int { state.trials }
    package var baseline: Double { state.baseline }
    package var alternatives: Alternatives { state.alternatives }
    /// Everything that must be kept to go on after a restart.
    package var words: [UInt64] { state.words }
    /// ln R; −∞ before the first trial.
    package var logStatistic: Double { LogSum.mean(state.logarithms) }
    /// The largest ln R so far.
    package var highest: Double { state.highest }

    package func hasReached(_ alarm: FleetAlarm) -> Bool { logStatistic >= alarm.logThreshold }

    package mutating func add(_ isHit: Bool) {
        add(isHit ? hitFactors : passFactors)
    }

    /// A trial of a goal with a baseline of its own, in 0…1.
    package mutating func add(_ isHit: Bool, baseline: Double) {
        precondition(baseline >= 0 && baseline <= 1, "a rate lies in 0…1")
        add(state.alternatives.logFactors(isHit: isHit, baseline: baseline))
    }

    private mutating func add(_ factors: [Double]) {
        for index in factors.indices {
            state.logarithms[index] = LogSum.onePlus(state.logarithms[index]) + factors[index]
        }
        state.trials += 1
        state.highest = max(state.highest, logStatistic)
    }
}
