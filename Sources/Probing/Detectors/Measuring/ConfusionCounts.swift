/// How often a detector was right and wrong. What it did not score stands apart, by what would have been right, and enters neither
/// sensitivity nor specificity.
package struct ConfusionCounts: Sendable, Hashable {
    package private(set) var truePositives = 0
    package private(set) var falseNegatives = 0
    package private(set) var trueNegatives = 0
    package private(set) var falsePositives = 0
    package private(set) var unscoredPositives: [Verdict: Int] = [:]
    package private(set) var unscoredNegatives: [Verdict: Int] = [:]

    package init() {}

    /// Of the sensitivity, which is `truePositives` of these.
    package var scoredPositives: Int { truePositives + falseNegatives }
    /// Of the specificity, which is `trueNegatives` of these.
    package var scoredNegatives: Int { trueNegatives + falsePositives }

    package mutating func count(_ verdict: Verdict, isPositive: Bool) {
        switch (verdict, isPositive) {
        case (.hit, true): truePositives += 1
        case (.hit, false): falsePositives += 1
        case (.pass, true): falseNegatives += 1
        case (.pass, false): trueNegatives += 1
        case (.unscored, true), (.error, true): unscoredPositives[verdict, default: 0] += 1
        case (.unscored, false), (.error, false): unscoredNegatives[verdict, default: 0] += 1
        }
    }
}
