import Routing

extension DocumentReader {
    private static let breakerKeys = [
        "failures", "window", "calls", "error_percent", "slow", "slow_percent", "cool_down", "longest_cool_down",
    ]

    /// A model's `breaker`: when it opens and for how long. nil for `off`.
    func readBreaker(_ value: Value?) -> BreakerLimits? {
        let usual = BreakerLimits()
        guard let value else { return usual }
        if value.isText("off") { return nil }
        guard let fields = value.section(Self.breakerKeys) else { return usual }
        return BreakerLimits(
            consecutiveFailures: fields["failures"]?.integer(BreakerLimits.consecutiveFailureBounds)
                ?? usual.consecutiveFailures,
            window: fields["window"]?.duration(BreakerLimits.windowBounds) ?? usual.window,
            minimumCalls: fields["calls"]?.integer(BreakerLimits.minimumCallBounds) ?? usual.minimumCalls,
            errorPercent: fields["error_percent"]?.integer(BreakerLimits.percentBounds) ?? usual.errorPercent,
            slowAfter: fields["slow"]?.duration(BreakerLimits.slowBounds) ?? usual.slowAfter,
            slowPercent: fields["slow_percent"]?.integer(BreakerLimits.percentBounds) ?? usual.slowPercent,
            coolDown: fields["cool_down"]?.duration(BreakerLimits.coolDownBounds) ?? usual.coolDown,
            longestCoolDown: fields["longest_cool_down"]?.duration(BreakerLimits.coolDownBounds)
                ?? usual.longestCoolDown
        )
    }
}
