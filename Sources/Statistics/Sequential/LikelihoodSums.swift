/// What both sequential tests are made of: the likelihood ratios of one stream's trials against its baseline, summed as
/// logarithms, one sum an alternative.
struct LikelihoodSums: Sendable, Hashable {
    private(set) var state: SequentialState
    /// For the stream's own baseline, worked out once.
    private let hitFactors: [Double]
    private let passFactors: [Double]

    /// Nil unless the baseline is in 0…1.
    ///
    /// - Parameter start: of every sum, and so of the statistic.
    init?(_ kind: SequentialState.Kind, baseline: Double, alternatives: Alternatives, start: Double) {
        guard baseline >= 0, baseline <= 1 else { return nil }
        self.init(
            SequentialState(
                kind: kind,
                trials: 0,
                baseline: baseline,
                alternatives: alternatives,
                logarithms: alternatives.oddsRatios.map { _ in start },
                highest: start
            )
        )
    }

    /// Nil if `words` are not a state of that kind.
    init?(_ kind: SequentialState.Kind, words: [UInt64]) {
        guard let state = SequentialState(words: words, kind: kind) else { return nil }
        self.init(state)
    }

    private init(_ state: SequentialState) {
        self.state = state
        hitFactors = state.alternatives.logFactors(isHit: true, baseline: state.baseline)
        passFactors = state.alternatives.logFactors(isHit: false, baseline: state.baseline)
    }

    /// ln of the mean over the alternatives.
    var logMean: Double { LogSum.mean(state.logarithms) }

    /// - Parameters:
    ///   - baseline: of the trial's own goal, in 0…1; nil: the stream's.
    ///   - before: what becomes of each sum before the trial counts.
    mutating func add(_ isHit: Bool, baseline: Double?, before: (Double) -> Double) {
        let factors: [Double]
        if let baseline {
            precondition(baseline >= 0 && baseline <= 1, "a rate lies in 0…1")
            factors = state.alternatives.logFactors(isHit: isHit, baseline: baseline)
        } else {
            factors = isHit ? hitFactors : passFactors
        }
        for index in factors.indices { state.logarithms[index] = before(state.logarithms[index]) + factors[index] }
        state.trials += 1
        state.highest = max(state.highest, logMean)
    }
}
