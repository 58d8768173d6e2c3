extension BreakerLimits {
    /// The shortest cool-down allowed, doubled this often, is past the longest one allowed.
    static let mostDoublings = 16

    /// Doubled for each opening before, up to the cap, then made shorter by chance.
    func coolDown(after doublings: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let whole = min(coolDown * (1 << min(doublings, Self.mostDoublings)), longestCoolDown).clampedNanoseconds
        let spread = whole / 100 * UInt64(jitterPercent)
        return Duration(nanoseconds: whole - .random(in: 0...spread, using: &generator))
    }
}
