/// What a paired comparison is expected to look like, in the words of Miller (arXiv 2411.00640, §5).
package struct PairedDesign: Sendable, Hashable {
    /// δ: the difference of mean rates that must not be overlooked.
    package var difference: Double
    /// ω²: the variance, over prompts, of the difference of the two true rates.
    package var varianceBetween: Double
    /// σ²_A: the mean, over prompts, of the variance of one trial on the first model, p(1−p) for hits and passes.
    package var varianceFirst: Double
    /// σ²_B, likewise for the second model.
    package var varianceSecond: Double
    /// K_A: trials of each prompt on the first model.
    package var trialsFirst: Int
    /// K_B.
    package var trialsSecond: Int

    package init(
        difference: Double,
        varianceBetween: Double,
        varianceFirst: Double,
        varianceSecond: Double,
        trialsFirst: Int = 1,
        trialsSecond: Int = 1
    ) {
        self.difference = difference
        self.varianceBetween = varianceBetween
        self.varianceFirst = varianceFirst
        self.varianceSecond = varianceSecond
        self.trialsFirst = trialsFirst
        self.trialsSecond = trialsSecond
    }

    /// Of one prompt's measured difference.
    package var variance: Double {
        varianceBetween + varianceFirst / Double(trialsFirst) + varianceSecond / Double(trialsSecond)
    }
}
