#if canImport(Glibc)
    import Glibc
#endif

/// How many trials a question needs.
package enum SampleSize {
    /// Beyond this no run could pay for the plan, so the answer is that there is none.
    package static let most = 100_000

    /// The fewest trials after which zero hits prove a rate at or below `ceiling`: ⌈ln α / ln(1−ceiling)⌉, from the
    /// bound 1 − α^(1/n). Nil if the ceiling is not within 0…1 or more than `most` would be needed.
    package static func withoutHits(ceiling: Double, confidence: Confidence) -> Int? {
        guard ceiling > 0, ceiling < 1 else { return nil }
        let exact = log(confidence.alpha) / log1p(-ceiling)
        guard exact <= Double(most) else { return nil }
        return settled(max(1, Int(exact.rounded(.up))), mostHits: 0, ceiling: ceiling, confidence: confidence)
    }

    /// The fewest trials, with the most hits allowed, for a gate that passes a model of rate `trueRate` with at least
    /// this power. Nil if there is none within `most`, as when the rate is not below the ceiling.
    ///
    /// For c allowed hits let n(c) be the fewest trials whose one-sided Clopper–Pearson bound stays at or below the
    /// ceiling. Between n(c) and n(c+1) power only falls, so the answer is the first c whose n(c) has the power.
    package static func gate(
        ceiling: Double,
        confidence: Confidence,
        trueRate: Double,
        power: Double
    ) -> GatePlan? {
        guard trueRate >= 0, trueRate < ceiling, power < 1,
            var trials = withoutHits(ceiling: ceiling, confidence: confidence)
        else { return nil }
        var hits = 0
        while trials <= most {
            let reached = BinomialDistribution(trials: trials, rate: trueRate).atMost(hits)
            if reached >= power { return GatePlan(trials: trials, mostHits: hits, power: reached) }
            hits += 1
            trials = fewest(above: trials, mostHits: hits, ceiling: ceiling, confidence: confidence)
        }
        return nil
    }

    /// Prompts for a paired comparison whose interval is that of `PairedComparison`. Nil for a difference of zero, or
    /// beyond `most`.
    ///
    /// n = (z_{α/2} + z_β)² (ω² + σ²_A/K_A + σ²_B/K_B) / δ² (Miller, arXiv 2411.00640, §5), raised until the interval,
    /// which adds one imagined pair each way, has the power too: by some ten prompts.
    package static func paired(_ design: PairedDesign, confidence: Confidence, power: Double) -> Int? {
        guard let plain = plainPaired(design, confidence: confidence, power: power) else { return nil }
        let risk = confidence.twoSidedQuantile
        let miss = NormalDistribution.quantile(power)
        let difference = abs(design.difference)
        func suffices(_ pairs: Int) -> Bool {
            let weight = Double(pairs) + 2
            let mean = Double(pairs) * difference / weight
            let squares = (Double(pairs) * (design.variance + difference * difference) + 2) / weight
            let shown = ((squares - mean * mean) / weight).squareRoot()
            return mean - risk * shown >= miss * (Double(pairs) * design.variance).squareRoot() / weight
        }
        return (plain...max(plain, most)).first(where: suffices)
    }

    /// The fewest pairs, as prompts or goals, with which `MarginGate` certifies at this power a model that differs from the
    /// incumbent as the design says (second minus first). Nil if there are none within `most`, as when the difference is
    /// not below the margin.
    ///
    /// The gate compares m̂ + z_α·se with the margin, m̂ = Σd/(n+2) and se of n pairs and two imagined ones; m̂ is about
    /// normal with the design's variance: so n is the fewest for which E m̂ + z_α·se + z_power·sd(m̂) ≤ margin.
    package static func margin(_ margin: Double, expecting design: PairedDesign, confidence: Confidence, power: Double)
        -> Int?
    {
        let difference = design.difference
        guard margin > 0, margin < 1, difference < margin, design.trialsFirst > 0, design.trialsSecond > 0, power > 0,
            power < 1, design.variance >= 0
        else { return nil }
        let (risk, miss) = (confidence.oneSidedQuantile, NormalDistribution.quantile(power))
        func suffices(_ pairs: Int) -> Bool {
            let weight = Double(pairs) + 2
            let mean = Double(pairs) * difference / weight
            let squares = (Double(pairs) * (design.variance + difference * difference) + 2) / weight
            let shown = (max(0, squares - mean * mean) / weight).squareRoot()
            return mean + risk * shown + miss * (Double(pairs) * design.variance).squareRoot() / weight <= margin
        }
        return (1...most).first(where: suffices)
    }

    /// Miller's formula as it stands.
    static func plainPaired(_ design: PairedDesign, confidence: Confidence, power: Double) -> Int? {
        guard design.difference != 0, design.trialsFirst > 0, design.trialsSecond > 0, power > 0, power < 1 else {
            return nil
        }
        let quantiles = confidence.twoSidedQuantile + NormalDistribution.quantile(power)
        let exact = quantiles * quantiles * design.variance / (design.difference * design.difference)
        guard exact <= Double(most) else { return nil }
        return max(1, Int(exact.rounded(.up)))
    }

    /// The fewest trials above `known` at which `mostHits` still pass, found by doubling the step and then halving.
    private static func fewest(above known: Int, mostHits: Int, ceiling: Double, confidence: Confidence) -> Int {
        func passes(_ trials: Int) -> Bool {
            BinomialDistribution(trials: trials, rate: ceiling).atMost(mostHits) <= confidence.alpha
        }
        var fails = known
        var step = max(1, Int(1 / ceiling))
        while !passes(fails + step) {
            fails += step
            step *= 2
        }
        var enough = fails + step
        while enough - fails > 1 {
            let middle = fails + (enough - fails) / 2
            if passes(middle) { enough = middle } else { fails = middle }
        }
        return settled(enough, mostHits: mostHits, ceiling: ceiling, confidence: confidence)
    }

    /// The gate compares its bound with the ceiling, so the plan must agree with it in the last binary digit too.
    private static func settled(_ trials: Int, mostHits: Int, ceiling: Double, confidence: Confidence) -> Int {
        var trials = trials
        while ClopperPearson.upperBound(Count(hits: mostHits, of: trials), confidence: confidence) > ceiling {
            trials += 1
        }
        return trials
    }
}
