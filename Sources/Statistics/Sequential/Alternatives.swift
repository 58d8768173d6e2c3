#if canImport(Glibc)
    import Glibc
#endif

/// The worse rates that a sequential test looks out for, as multiples of the baseline's odds, with equal weight.
///
/// Odds and not rates, because then the same few numbers fit every baseline, also when each goal has one of its own:
/// q = θp₀ / (1 − p₀ + θp₀) stays within 0…1.
package struct Alternatives: Sendable, Hashable {
    package let oddsRatios: [Double]

    /// For a baseline of 2 % these are 4.9, 10, 20 and 51 %. Grids of up to nine points were measured and are no
    /// faster: what they gain in fit they lose in weight.
    package static let standard = Alternatives(unchecked: [2.5, 5.5, 12, 50])

    /// Nil unless there is at least one and all are finite and above 1.
    package init?(oddsRatios: [Double]) {
        guard !oddsRatios.isEmpty, oddsRatios.allSatisfy({ $0 > 1 && $0.isFinite }) else { return nil }
        self.oddsRatios = oddsRatios
    }

    private init(unchecked oddsRatios: [Double]) { self.oddsRatios = oddsRatios }

    /// The rates looked out for at this baseline.
    package func rates(at baseline: Double) -> [Double] {
        oddsRatios.map { $0 * baseline / (1 + ($0 - 1) * baseline) }
    }

    /// The logarithm of the likelihood ratio of one trial, one number a ratio: q/p₀ for a hit, (1−q)/(1−p₀) for a pass,
    /// in which the baseline's own odds cancel. The ratio's mean is at most 1 for every true rate up to the baseline.
    func logFactors(isHit: Bool, baseline: Double) -> [Double] {
        oddsRatios.map { (isHit ? log($0) : 0) - log1p(($0 - 1) * baseline) }
    }
}
