/// Time as this module takes it in: `UInt64` nanoseconds of a clock that never goes back, whatever it started from
/// (`NIODeadline.uptimeNanoseconds` fits); lengths of time are `Duration`.
///
/// Threads read the clock before they take a model's lock, so times may arrive slightly out of order. Nothing here
/// traps on that: what would be negative counts as no time at all.
extension UInt64 {
    func elapsed(since earlier: UInt64) -> UInt64 { self > earlier ? self - earlier : 0 }

    func advanced(by length: Duration) -> UInt64 { advanced(byNanoseconds: length.clampedNanoseconds) }

    func advanced(byNanoseconds length: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(length)
        return overflow ? .max : sum
    }
}

extension Duration {
    /// Zero for a negative length, the largest number for one that does not fit (585 years).
    var clampedNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard self > .zero else { return 0 }
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product.advanced(byNanoseconds: UInt64(attoseconds) / 1_000_000_000)
    }

    init(nanoseconds: UInt64) { self = .nanoseconds(Int64(clamping: nanoseconds)) }

    func clamped(to bounds: ClosedRange<Duration>) -> Duration {
        min(max(self, bounds.lowerBound), bounds.upperBound)
    }
}

extension Int {
    func clamped(to bounds: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound)
    }
}
