/// A confidence level strictly between 0 and 1.
package struct Confidence: Sendable, Hashable, Comparable {
    package let level: Double

    package static let ninety = Confidence(unchecked: 0.90)
    package static let ninetyFive = Confidence(unchecked: 0.95)
    package static let ninetyNine = Confidence(unchecked: 0.99)

    package init?(_ level: Double) {
        guard level > 0, level < 1 else { return nil }
        self.level = level
    }

    private init(unchecked level: Double) { self.level = level }

    /// The risk of being wrong: α = 1 − level.
    package var alpha: Double { 1 - level }

    /// The normal quantile that leaves α/2 in each tail.
    package var twoSidedQuantile: Double { -NormalDistribution.quantile(alpha / 2) }

    /// The normal quantile that leaves α in one tail.
    package var oneSidedQuantile: Double { -NormalDistribution.quantile(alpha) }

    package static func < (left: Confidence, right: Confidence) -> Bool { left.level < right.level }
}
