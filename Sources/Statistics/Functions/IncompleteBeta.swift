#if canImport(Glibc)
    import Glibc
#endif

/// The regularised incomplete beta function I_x(a, b) and its inverse: the distribution function of the beta law, and
/// by it the tails of the binomial and of Student's t.
///
/// Relative error of `value` about 1e-13 for a + b up to 10³, growing with the size of ln Γ(a+b) to about 1e-9 at 10⁶.
package enum IncompleteBeta {
    /// I_x(a, b), for x in 0…1 and positive a and b.
    package static func value(_ x: Double, _ a: Double, _ b: Double) -> Double {
        precondition(a > 0 && b > 0 && x >= 0 && x <= 1, "incomplete beta: a, b > 0 and x in 0…1")
        if x == 0 || x == 1 { return x }
        // The fraction converges fast on the near side of the mean only; the far side is the mirror image
        // (DLMF 8.17.4).
        if x <= (a + 1) / (a + b + 2) { return lowerTail(x, a, b) }
        return 1 - lowerTail(1 - x, b, a)
    }

    /// The x at which I_x(a, b) equals `probability`.
    package static func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
        precondition(probability >= 0 && probability <= 1, "a probability lies in 0…1")
        if probability == 0 || probability == 1 { return probability }
        var lower = 0.0
        var upper = 1.0
        var x = a / (a + b)
        var lastError = Double.infinity
        // Newton's steps inside a bracket, halved whenever they leave it or gain too little. Halving alone would need
        // at most about a thousand steps, for answers near the smallest double; in practice ten are enough.
        for _ in 0..<1200 {
            let error = value(x, a, b) - probability
            if error == 0 { return x }
            if error < 0 { lower = x } else { upper = x }
            let newton = x - error / density(x, a, b)
            let gains = abs(error) <= lastError / 2
            lastError = abs(error)
            let next = gains && newton > lower && newton < upper ? newton : lower + (upper - lower) / 2
            if abs(next - x) <= x * 4 * Double.ulpOfOne || next <= lower || next >= upper { return next }
            x = next
        }
        return x
    }

    private static func density(_ x: Double, _ a: Double, _ b: Double) -> Double {
        exp((a - 1) * log(x) + (b - 1) * log1p(-x) - LogGamma.beta(a, b))
    }

    /// The continued fraction DLMF 8.17.22, evaluated forward by the method of Lentz as modified by Thompson and
    /// Barnett (J. Comput. Phys. 64, 1986).
    private static func lowerTail(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let front = exp(a * log(x) + b * log1p(-x) - LogGamma.beta(a, b)) / a
        let tiny = 1e-300
        func held(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var numerator = 1.0
        var denominator = 1 / held(1 - (a + b) * x / (a + 1))
        var fraction = denominator
        // Needs of the order of √max(a, b) terms; the limit is far above what a million trials take.
        for term in 1...100_000 {
            let m = Double(term)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            denominator = 1 / held(1 + even * denominator)
            numerator = held(1 + even / numerator)
            fraction *= denominator * numerator
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            denominator = 1 / held(1 + odd * denominator)
            numerator = held(1 + odd / numerator)
            let step = denominator * numerator
            fraction *= step
            if abs(step - 1) <= Double.ulpOfOne { break }
        }
        return front * fraction
    }
}
