package import Control
package import Statistics

/// Rates in words, with as many digits as their interval bears out.
package enum RateText {
    /// `12.3 %`.
    package static func point(_ estimate: Estimate) -> String {
        percent(estimate.point, decimals: decimals(estimate.interval)) + " %"
    }

    /// `9.0–17.1 %`.
    package static func interval(_ estimate: Estimate) -> String { interval(estimate.interval) }

    private static func interval(_ interval: ClosedRange<Double>) -> String {
        let decimals = decimals(interval)
        let (low, high) = (interval.lowerBound, interval.upperBound)
        return "\(percent(low, decimals: decimals))–\(percent(high, decimals: decimals)) %"
    }

    /// `12.3 % (9.0–17.1 %)`.
    package static func brief(_ estimate: Estimate) -> String { "\(point(estimate)) (\(interval(estimate)))" }

    /// The same of a rate that stands in the ledger.
    package static func brief(_ rate: Rate) -> String {
        let bounds = bounds(rate.low, rate.high)
        return "\(percent(share(rate.point), decimals: decimals(bounds))) % (\(interval(bounds)))"
    }

    /// `9.0–17.1 %`, of bounds in parts per million.
    package static func interval(_ low: Int, _ high: Int) -> String { interval(bounds(low, high)) }

    private static func share(_ millionths: Int) -> Double { Double(millionths) / 1_000_000 }

    private static func bounds(_ low: Int, _ high: Int) -> ClosedRange<Double> {
        min(share(low), share(high))...max(share(low), share(high))
    }

    /// `12.3 % (95 % interval 9.0–17.1 %, n = 84)`.
    package static func whole(_ estimate: Estimate) -> String {
        "\(point(estimate)) (\(level(estimate.confidence)) interval \(interval(estimate)), n = \(estimate.scored))"
    }

    /// `95 %`, `99.9 %`.
    package static func level(_ confidence: Confidence) -> String {
        let hundredths = confidence.level * 100
        let places = (0..<4).first { abs(hundredths * powers[$0] - (hundredths * powers[$0]).rounded()) < 1e-6 }
        return fixed(hundredths, places ?? 4) + " %"
    }

    /// `clustered Wilson`.
    package static func name(_ estimator: Estimator) -> String {
        switch estimator {
        case .wilson: "Wilson"
        case .clopperPearson: "Clopper–Pearson"
        case .clusteredWilson: "Wilson, clustered by goal"
        case .hitAtK: "hit at k"
        case .roganGladen: "Rogan–Gladen"
        case .pairedDifference: "paired difference"
        case .confidenceSequence: "confidence sequence"
        }
    }

    /// Digits and a point, rounded: `fixed(3.14159, 2)` is `3.14`. For values from 0 to a billion.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        let scaled = Int((value * powers[decimals]).rounded())
        guard decimals > 0 else { return String(scaled) }
        let scale = Int(powers[decimals])
        let fraction = String(scaled % scale)
        return "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    private static let powers: [Double] = [1, 10, 100, 1000, 10_000]

    /// Two digits of the interval's width at most: more would claim a precision that is not there.
    private static func decimals(_ interval: ClosedRange<Double>) -> Int {
        let width = interval.upperBound - interval.lowerBound
        return width >= 0.1 ? 0 : width >= 0.01 ? 1 : 2
    }

    /// Something is never rounded to nothing, nor less than all to all.
    private static func percent(_ share: Double, decimals: Int) -> String {
        if share <= 0 { return "0" }
        if share >= 1 { return "100" }
        for places in decimals..<powers.count {
            let rounded = (share * 100 * powers[places]).rounded()
            if rounded > 0, rounded < 100 * powers[places] { return fixed(share * 100, places) }
        }
        return share < 0.5 ? "<0.0001" : ">99.9999"
    }
}
