/// How long exchanges hold their place: an average in which each counts an eighth and the past fades (the weight of
/// TCP's smoothed round-trip time, RFC 6298 §2). Knows nothing until the first has ended, and then refuses nobody.
struct ServiceTime: Sendable {
    /// A day: longer than any exchange; keeps the products below within 64 bits.
    private static let longest: UInt64 = 86_400_000_000_000

    private var average: UInt64?

    mutating func learn(_ held: Duration) {
        let held = min(held.clampedNanoseconds, Self.longest)
        average = average.map { $0 - $0 / 8 + held / 8 } ?? held
    }

    /// Until so many places have become free, when all are taken, in nanoseconds.
    func wait(turns: Int, places: Int) -> UInt64 {
        guard let average else { return 0 }
        return average / UInt64(places) * UInt64(turns)
    }
}
