/// The score interval of Wilson (J. Am. Stat. Assoc. 22, 1927): all rates that the score test does not reject.
///
/// The point is k/n, the value the interval closes on as the confidence falls; Wilson's centre is not used, because it
/// would move with the confidence. k/n always lies inside.
///
/// Covers at its level on average over rates, not for every rate: near 0 and 1 the coverage dips (Brown, Cai and
/// DasGupta, Stat. Sci. 16, 2001), from ten trials on to 84 % at 95 %. For display and comparison; whatever *decides*
/// uses `ClopperPearson`, which covers at every rate.
package enum WilsonInterval {
    /// Nil when nothing was scored: there is no rate to estimate.
    package static func estimate(_ count: Count, confidence: Confidence) -> Estimate? {
        guard count.scored > 0 else { return nil }
        let rate = Double(count.hits) / Double(count.scored)
        let bounds = bounds(rate: rate, trials: Double(count.scored), quantile: confidence.twoSidedQuantile)
        return Estimate(
            .wilson,
            point: rate,
            from: bounds.lowerBound,
            to: bounds.upperBound,
            confidence: confidence,
            scored: count.scored
        )
    }

    /// `trials` need not be whole: clustered trials are worth fewer than they are.
    static func bounds(rate: Double, trials: Double, quantile z: Double) -> ClosedRange<Double> {
        let share = z * z / trials
        let centre = (rate + share / 2) / (1 + share)
        let half = z * (rate * (1 - rate) / trials + share / (4 * trials)).squareRoot() / (1 + share)
        // At 0 and 1 the two terms are equal in theory; in doubles they are not.
        let lower = rate == 0 ? 0 : max(0, centre - half)
        let upper = rate == 1 ? 1 : min(1, centre + half)
        return lower...upper
    }
}
