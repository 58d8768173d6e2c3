/// How many of the latest calls failed or were slow, over a sliding time cut into ten buckets.
///
/// Buckets begin at the first call that is counted, not at multiples of their length: what a breaker does must not
/// depend on where the clock happens to stand. Forgetting is a bucket at a time, so the window is between nine and
/// ten tenths of its length.
struct OutcomeWindow: Sendable {
    struct Tally: Sendable, Equatable {
        var calls = 0
        var failures = 0
        var slow = 0
    }

    /// A tenth of forgetting at once is smooth enough for rates of half and more.
    private static let count = 10

    private let bucketLength: UInt64
    private var buckets = [Tally](repeating: Tally(), count: Self.count)
    private var newest = 0
    /// Nil before the first call.
    private var newestBegan: UInt64?
    /// The sum of all buckets, kept so that a call costs no walk.
    private(set) var total = Tally()

    init(length: Duration) {
        bucketLength = max(1, length.clampedNanoseconds / UInt64(Self.count))
    }

    mutating func record(failed: Bool, slow: Bool, now: UInt64) {
        advance(to: now)
        Self.add(&buckets[newest], failed, slow)
        Self.add(&total, failed, slow)
    }

    mutating func clear() {
        newestBegan = nil
        total = Tally()
        for index in buckets.indices { buckets[index] = Tally() }
    }

    private mutating func advance(to now: UInt64) {
        guard let began = newestBegan else {
            newestBegan = now
            return
        }
        let steps = now.elapsed(since: began) / bucketLength
        guard steps > 0 else { return }
        guard steps < UInt64(Self.count) else {
            clear()
            newestBegan = now
            return
        }
        for _ in 0..<steps {
            newest = (newest + 1) % Self.count
            total.calls -= buckets[newest].calls
            total.failures -= buckets[newest].failures
            total.slow -= buckets[newest].slow
            buckets[newest] = Tally()
        }
        newestBegan = began.advanced(byNanoseconds: steps * bucketLength)
    }

    private static func add(_ tally: inout Tally, _ failed: Bool, _ slow: Bool) {
        tally.calls += 1
        if failed { tally.failures += 1 }
        if slow { tally.slow += 1 }
    }
}
