#if canImport(Glibc)
    import Glibc
#endif

/// The exact binomial interval of Clopper and Pearson (Biometrika 26, 1934): covers at least at its level at *every*
/// rate.
///
/// It holds for independent trials, and also for trials with different rates if the rate in question is their mean (a
/// pack whose cells are each tried a fixed number of times): a sum of such trials is less dispersed than the binomial
/// (Hoeffding, Ann. Math. Stat. 27, 1956). It does not speak about goals outside the pack; `ClusteredRate` does.
package enum ClopperPearson {
    /// Two-sided, α/2 in each tail. Nil when nothing was scored.
    package static func estimate(_ count: Count, confidence: Confidence) -> Estimate? {
        guard count.scored > 0 else { return nil }
        return Estimate(
            .clopperPearson,
            point: Double(count.hits) / Double(count.scored),
            from: lower(count, tail: confidence.alpha / 2),
            to: upper(count, tail: confidence.alpha / 2),
            confidence: confidence,
            scored: count.scored
        )
    }

    /// One-sided: the true rate lies at or below it with this confidence. 1 when nothing was scored.
    package static func upperBound(_ count: Count, confidence: Confidence) -> Double {
        upper(count, tail: confidence.alpha)
    }

    /// One-sided: the true rate lies at or above it with this confidence. 0 when nothing was scored.
    package static func lowerBound(_ count: Count, confidence: Confidence) -> Double {
        lower(count, tail: confidence.alpha)
    }

    private static func upper(_ count: Count, tail: Double) -> Double {
        if count.passes == 0 { return 1 }
        // Without hits the bound has a closed form, 1 − α^(1/n).
        if count.hits == 0 { return -expm1(log(tail) / Double(count.scored)) }
        return 1 - IncompleteBeta.quantile(tail, Double(count.passes), Double(count.hits) + 1)
    }

    private static func lower(_ count: Count, tail: Double) -> Double {
        if count.hits == 0 { return 0 }
        if count.passes == 0 { return exp(log(tail) / Double(count.scored)) }
        return IncompleteBeta.quantile(tail, Double(count.hits), Double(count.passes) + 1)
    }
}
