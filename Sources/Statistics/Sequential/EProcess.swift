#if canImport(Glibc)
    import Glibc
#endif

/// Tests "the rate is at most the baseline" with a look after every trial.
///
/// E_n is the mean, over the alternatives, of Π LR_q(x_i): at most 1 in the mean at every stopping time, so that the
/// chance that it *ever* reaches 1/α is at most α (Ville, 1939; Ramdas et al., Stat. Sci. 38, 2023). Answers a question
/// with a beginning, as a confirmation run is; for a change at an unknown time `ShiryaevRoberts` is faster.
package struct EProcess: Sendable, Hashable {
    private var state: SequentialState
    private let hitFactors: [Double]
    private let passFactors: [Double]

    /// Nil unless the baseline is in 0…1.
    package init?(baseline: Double, alternatives: Alternatives = .standard) {
        guard baseline >= 0, baseline <= 1 else { return nil }
        self.init(
            SequentialState(
                kind: .eProcess,
                trials: 0,
                baseline: baseline,
                alternatives: alternatives,
                logarithms: alternatives.oddsRatios.map { _ in 0 },
                highest: 0
            )
        )
    }

    /// Takes up where `words` left off; nil if they are not such a state.
    package init?(words: [UInt64]) {
        guard let state = SequentialState(words: words, kind: .eProcess) else { return nil }
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
    package var words: [UInt64] { state.words }
    /// ln E now: what e-BH takes.
    package var logValue: Double { LogSum.mean(state.logarithms) }

    /// Valid at whatever moment it is read: 1 over the largest E so far.
    package var pValue: Double { exp(-state.highest) }

    /// Whether the baseline has been exceeded beyond doubt at any time so far, with error at most 1 − confidence.
    package func rejects(confidence: Confidence) -> Bool { state.highest >= -log(confidence.alpha) }

    package mutating func add(_ isHit: Bool) {
        add(isHit ? hitFactors : passFactors)
    }

    /// A trial of a goal with a baseline of its own, in 0…1.
    package mutating func add(_ isHit: Bool, baseline: Double) {
        precondition(baseline >= 0 && baseline <= 1, "a rate lies in 0…1")
        add(state.alternatives.logFactors(isHit: isHit, baseline: baseline))
    }

    private mutating func add(_ factors: [Double]) {
        for index in factors.indices { state.logarithms[index] += factors[index] }
        state.trials += 1
        state.highest = max(state.highest, logValue)
    }
}
