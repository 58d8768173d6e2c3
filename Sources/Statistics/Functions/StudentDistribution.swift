/// Student's t law, by its tie to the incomplete beta function (DLMF 8.17; Abramowitz and Stegun 26.7.1).
package struct StudentDistribution: Sendable, Hashable {
    /// Degrees of freedom; need not be whole.
    package let freedom: Double

    package init(freedom: Double) {
        precondition(freedom > 0, "degrees of freedom are positive")
        self.freedom = freedom
    }

    /// The t that is exceeded with this probability, at most 1/2.
    package func upperQuantile(_ tail: Double) -> Double {
        precondition(tail > 0 && tail <= 0.5, "a tail lies in 0…1/2")
        let x = IncompleteBeta.quantile(2 * tail, freedom / 2, 0.5)
        return (freedom * (1 - x) / x).squareRoot()
    }
}
