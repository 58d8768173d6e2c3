/// Counts by bucket, over integers; no floating point on the path.
package struct Histogram: Sendable, Equatable {
    /// Inclusive upper bounds, rising; a last bucket takes what is above them all.
    package let bounds: [Int]
    package private(set) var counts: [Int]
    package private(set) var sum = 0

    package init(bounds: [Int]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    package var count: Int { counts.reduce(0, +) }

    package mutating func record(_ value: Int) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        counts[index] += 1
        sum += value
    }

    package mutating func merge(_ other: Histogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        sum += other.sum
    }

    /// OpenTelemetry's buckets of GenAI client durations: 0.01 s to 81.92 s, doubling; in microseconds.
    package static let clientSeconds = (0..<14).map { 10_000 << $0 }
    /// OpenTelemetry's buckets of GenAI token counts: powers of four, 1 to 67,108,864.
    package static let tokens = (0..<14).map { 1 << (2 * $0) }
    /// OpenTelemetry's buckets of a server's time to first token: 1 ms to 10 s; in microseconds.
    package static let firstToken = [
        1_000, 5_000, 10_000, 20_000, 40_000, 60_000, 80_000, 100_000, 250_000, 500_000, 750_000, 1_000_000, 2_500_000,
        5_000_000, 7_500_000, 10_000_000,
    ]
}
