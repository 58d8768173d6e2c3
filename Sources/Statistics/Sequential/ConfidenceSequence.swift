#if canImport(Glibc)
    import Glibc
#endif

/// An interval that may be looked at after every trial: with the stated confidence it contains the rate at *all* times
/// at once, so it may also stop a run.
///
/// {p : M_n(p) < 1/α} with the Beta mixture M_n(p) = B(a+S, b+n−S) / (B(a, b) p^S (1−p)^{n−S}), a martingale at the
/// true rate (Robbins, Ann. Math. Stat. 41, 1970; Ville's inequality). a = b = 1/2, which loses least where rates are
/// small. The point is S/n, at which M_n is least. Depends on the count alone, so there is no state to keep; wider than
/// Wilson's by about two thirds, which is the price of looking.
package enum ConfidenceSequence {
    private static let prior = 0.5

    /// Nil when nothing was scored.
    package static func estimate(_ count: Count, confidence: Confidence) -> Estimate? {
        guard count.scored > 0 else { return nil }
        let hits = Double(count.hits)
        let passes = Double(count.passes)
        let mixture = LogGamma.beta(prior + hits, prior + passes) - LogGamma.beta(prior, prior)
        let threshold = -log(confidence.alpha)

        func isOutside(_ rate: Double) -> Bool {
            let likelihood = (hits == 0 ? 0 : hits * log(rate)) + (passes == 0 ? 0 : passes * log1p(-rate))
            return mixture - likelihood >= threshold
        }
        let point = hits / (hits + passes)
        return Estimate(
            .confidenceSequence,
            point: point,
            from: hits == 0 ? 0 : edge(outside: 0, inside: point, isOutside),
            to: passes == 0 ? 1 : edge(outside: 1, inside: point, isOutside),
            confidence: confidence,
            scored: count.scored
        )
    }

    /// ln M is convex in the rate, so each side has one edge, and halving finds it. The outer end is returned.
    private static func edge(outside: Double, inside: Double, _ isOutside: (Double) -> Bool) -> Double {
        var outside = outside
        var inside = inside
        while true {
            let middle = outside + (inside - outside) / 2
            if middle == outside || middle == inside { return outside }
            if isOutside(middle) { outside = middle } else { inside = middle }
        }
    }
}
