package import JSON

/// A rate with its interval, in parts per million: point and bounds of one estimator, with the number behind them.
package struct Rate: Sendable, Equatable, Codable {
    package var point: Int
    package var low: Int
    package var high: Int
    /// How many trials it was estimated from.
    package var count: Int

    package init(point: Int, low: Int, high: Int, count: Int) {
        self.point = point
        self.low = low
        self.high = high
        self.count = count
    }

    package var canonical: CanonicalValue {
        .object(["point": .integer(point), "low": .integer(low), "high": .integer(high), "n": .integer(count)])
    }

    package init?(_ value: CanonicalValue?) {
        guard let point = value?["point"]?.integer, let low = value?["low"]?.integer,
            let high = value?["high"]?.integer,
            let count = value?["n"]?.integer
        else { return nil }
        self.init(point: point, low: low, high: high, count: count)
    }
}
