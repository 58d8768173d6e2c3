/// Counts durations in buckets whose width grows with the value: 128 to each power of two, so that any
/// percentile is within 0.8 % of the truth, in constant memory and a few instructions a sample.
struct LatencyHistogram: Equatable {
    private static let subBits = 7
    private static let subCount = 1 << subBits

    private(set) var count = 0
    private(set) var maximum: UInt64 = 0
    private var buckets = [UInt32](repeating: 0, count: (64 - subBits + 1) * subCount)

    mutating func record(_ nanoseconds: UInt64) {
        buckets[Self.bucket(of: nanoseconds)] &+= 1
        count += 1
        maximum = max(maximum, nanoseconds)
    }

    /// The smallest value that at least `share` of the samples do not exceed; nil without samples.
    func percentile(_ share: Double) -> UInt64? {
        guard count > 0 else { return nil }
        let wanted = max(1, Int((Double(count) * share).rounded(.up)))
        var seen = 0
        for (index, samples) in buckets.enumerated() where samples > 0 {
            seen += Int(samples)
            if seen >= wanted { return min(Self.upperBound(of: index), maximum) }
        }
        return maximum
    }

    private static func bucket(of value: UInt64) -> Int {
        guard value >= UInt64(subCount) else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - subBits
        return (shift + 1) * subCount + Int((value >> UInt64(shift)) & UInt64(subCount - 1))
    }

    private static func upperBound(of bucket: Int) -> UInt64 {
        guard bucket >= subCount else { return UInt64(bucket) }
        let shift = bucket / subCount - 1
        let first = UInt64(subCount + bucket % subCount) << UInt64(shift)
        return first &+ ((1 << UInt64(shift)) - 1)
    }
}
