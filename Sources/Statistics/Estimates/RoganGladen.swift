/// The rate behind an imperfect detector, from its sensitivity and specificity on labelled data.
///
/// p = (p_obs + Sp − 1)/(Se + Sp − 1) (Rogan and Gladen, Am. J. Epidemiol. 107, 1978). The variance is that of Lang and
/// Reiczigel (Prev. Vet. Med. 113, 2014): z²/2 hits and z²/2 passes are added to the observed trials and one of each to
/// both validation counts, and the point is taken from the same adjusted counts. Their small shift of the interval's
/// centre is left out, so that the point is the centre; coverage gains about half a percentage point by it.
///
/// Near the refusal, at Se + Sp − 1 of about 0.2, a 95 % interval covers only some 91 % at low rates, because the
/// validation sets that make the detector look worse are not corrected at all.
///
/// The point is brought into 0…1 before the interval is built, so a detector that fired less often than its false
/// positives alone would explain still yields an interval with a width.
package struct RoganGladen: Sendable, Hashable {
    /// Below this Se + Sp − 1 the correction is refused: errors would be blown up more than fivefold.
    package static let weakestYouden = 0.2

    /// Detected among labelled positives.
    package let sensitivity: Count
    /// Passed over among labelled negatives: `hits` counts the negatives that were rightly not detected.
    package let specificity: Count

    package enum Correction: Sendable, Hashable {
        case corrected(Estimate)
        case refused(Refusal)
    }

    package enum Refusal: Sendable, Hashable {
        case nothingScored
        /// No labelled positives, or no labelled negatives.
        case notValidated
        /// The detector tells hits from passes too badly; carries Se + Sp − 1.
        case tooWeak(Double)
    }

    package init(sensitivity: Count, specificity: Count) {
        self.sensitivity = sensitivity
        self.specificity = specificity
    }

    /// - Parameter effective: what the observed trials are worth in independent ones; nil: they are independent.
    package func correct(
        _ observed: Count,
        effective: Double? = nil,
        confidence: Confidence
    ) -> Correction {
        guard observed.scored > 0 else { return .refused(.nothingScored) }
        guard sensitivity.scored > 0, specificity.scored > 0 else { return .refused(.notValidated) }
        let youden = Self.share(sensitivity) + Self.share(specificity) - 1
        guard youden >= Self.weakestYouden else { return .refused(.tooWeak(youden)) }

        let z = confidence.twoSidedQuantile
        let seen = Adjusted(observed, adding: z * z / 2, effective: effective)
        let found = Adjusted(sensitivity, adding: 1)
        let spared = Adjusted(specificity, adding: 1)
        let slope = found.rate + spared.rate - 1
        let point = min(1, max(0, (seen.rate + spared.rate - 1) / slope))
        let variance =
            (seen.variance + point * point * found.variance + (1 - point) * (1 - point) * spared.variance)
            / (slope * slope)
        let half = z * variance.squareRoot()
        return .corrected(
            Estimate(
                .roganGladen,
                point: point,
                from: max(0, point - half),
                to: min(1, point + half),
                confidence: confidence,
                scored: observed.scored,
                effective: effective
            )
        )
    }

    private static func share(_ count: Count) -> Double {
        Double(count.hits) / Double(count.scored)
    }

    /// A count with as many hits as passes added.
    private struct Adjusted {
        let rate: Double
        let variance: Double

        init(_ count: Count, adding extra: Double, effective: Double? = nil) {
            let own = effective ?? Double(count.scored)
            let trials = own + 2 * extra
            rate = (Double(count.hits) / Double(count.scored) * own + extra) / trials
            variance = rate * (1 - rate) / trials
        }
    }
}
