#if canImport(Glibc)
    import Glibc
#endif

/// Proves that a rate is at or below a ceiling, with a look after every trial: for each number of hits, the trials by
/// which no more than that many may have come.
///
/// The bound of Clopper and Pearson at 95 % may be asked once. Asked after every one of 300 trials it would pass a rate
/// just above a ceiling of 10 % nineteen times in a hundred.
/// Here the chance of *ever* saying yes at the ceiling is summed exactly, trial by trial, and stays within
/// 1 − confidence; a rate above it is passed less often still. Yes stays yes while no hits come, and depends on the
/// count alone, so that any rule may decide which trial comes next and when to stop: with the hits so far, fewer had come
/// at the earlier stage.
///
/// Nineteen twentieths of the risk are for the stage without hits, the common one, so that it comes as early as with the
/// fixed bound (29 trials for 10 %); each later stage takes three tenths of what is left.
package struct StagedCeiling: Sendable, Hashable {
    static let shareWithoutHits = 0.95
    static let shareKept = 0.7
    /// More hits than this prove nothing: a rate that brings so many is too near to the ceiling to be told from it.
    package static let mostHits = 40

    package let ceiling: Double
    package let confidence: Confidence
    /// The trials that prove the ceiling with as many hits as the place says; ascending. For 10 % at 95 %: 29, 76, 100,
    /// 121, 142 …
    package let stages: [Int]

    /// Nil unless the ceiling is within 0.005…0.5: below, the stages are too long for any run.
    package init?(ceiling: Double, confidence: Confidence) {
        guard ceiling >= 0.005, ceiling <= 0.5 else { return nil }
        self.init(unchecked: ceiling, confidence: confidence)
    }

    init(unchecked ceiling: Double, confidence: Confidence) {
        self.ceiling = ceiling
        self.confidence = confidence
        stages = Self.stages(ceiling: ceiling, alpha: confidence.alpha)
    }

    /// The place in `chances` is the number of hits; what has passed a stage is taken out.
    private static func stages(ceiling: Double, alpha: Double) -> [Int] {
        var stages: [Int] = []
        var chances = [1.0] + [Double](repeating: 0, count: mostHits)
        var spent = 0.0
        var trials = 0
        var left = alpha * (1 - shareWithoutHits)
        while stages.count <= mostHits {
            trials += 1
            for hits in chances.indices.reversed() {
                chances[hits] = chances[hits] * (1 - ceiling) + (hits > 0 ? chances[hits - 1] * ceiling : 0)
            }
            let passing = chances[...stages.count].reduce(0, +)
            guard spent + passing <= alpha - left else { continue }
            spent += passing
            for hits in 0...stages.count { chances[hits] = 0 }
            stages.append(trials)
            left *= shareKept
        }
        return stages
    }

    package func proves(_ count: Count) -> Bool { missing(count) == 0 }

    /// The fewest further trials, all without a hit, that would prove it; nil when there were too many hits.
    package func missing(_ count: Count) -> Int? {
        guard count.hits < stages.count else { return nil }
        return max(0, stages[count.hits] - count.scored)
    }
}
