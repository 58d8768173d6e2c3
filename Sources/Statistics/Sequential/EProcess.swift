#if canImport(Glibc)
    import Glibc
#endif

/// Tests "the rate is at most the baseline" with a look after every trial.
///
/// E_n is the mean, over the alternatives, of Π LR_q(x_i): at most 1 in the mean at every stopping time, so that the
/// chance that it *ever* reaches 1/α is at most α (Ville, 1939; Ramdas et al., Stat. Sci. 38, 2023). Answers a question
/// with a beginning, as a confirmation run is; for a change at an unknown time `ShiryaevRoberts` is faster.
package struct EProcess: Sendable, Hashable {
    private var sums: LikelihoodSums

    /// Nil unless the baseline is in 0…1.
    package init?(baseline: Double, alternatives: Alternatives = .standard) {
        guard
            let sums = LikelihoodSums(.eProcess, baseline: baseline, alternatives: alternatives, start: 0)
        else { return nil }
        self.sums = sums
    }

    /// Takes up where `words` left off; nil if they are not such a state.
    package init?(words: [UInt64]) {
        guard let sums = LikelihoodSums(.eProcess, words: words) else { return nil }
        self.sums = sums
    }

    package var trials: Int { sums.state.trials }
    package var baseline: Double { sums.state.baseline }
    package var alternatives: Alternatives { sums.state.alternatives }
    package var words: [UInt64] { sums.state.words }
    /// ln E now: what e-BH takes.
    package var logValue: Double { sums.logMean }

    /// Valid at whatever moment it is read: 1 over the largest E so far.
    package var pValue: Double { exp(-sums.state.highest) }

    /// Whether the baseline has been exceeded beyond doubt at any time so far, with error at most 1 − confidence.
    package func rejects(confidence: Confidence) -> Bool { sums.state.highest >= -log(confidence.alpha) }

    /// - Parameter baseline: of the trial's own goal, in 0…1; nil: the stream's.
    package mutating func add(_ isHit: Bool, baseline: Double? = nil) {
        sums.add(isHit, baseline: baseline, before: { $0 })
    }
}
