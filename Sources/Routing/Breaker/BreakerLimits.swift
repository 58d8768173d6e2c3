/// When a breaker opens and for how long. What settings give outside the bounds is brought inside them, so that no
/// document can make a breaker that never opens, never closes or remembers for ever.
package struct BreakerLimits: Sendable, Equatable {
    package static let consecutiveFailureBounds = 1...1_000
    package static let percentBounds = 1...100
    package static let minimumCallBounds = 1...10_000
    package static let windowBounds: ClosedRange<Duration> = .seconds(1) ... .seconds(600)
    package static let slowBounds: ClosedRange<Duration> = .milliseconds(1) ... .seconds(3_600)
    package static let coolDownBounds: ClosedRange<Duration> = .milliseconds(100) ... .seconds(3_600)
    package static let jitterBounds = 0...50
    package static let trialBounds: ClosedRange<Duration> = .seconds(1) ... .seconds(3_600)
    package static let overruleBounds: ClosedRange<Duration> = .milliseconds(1) ... .seconds(60)

    package let consecutiveFailures: Int
    package let window: Duration
    package let minimumCalls: Int
    package let errorPercent: Int
    package let slowAfter: Duration
    package let slowPercent: Int
    package let coolDown: Duration
    package let longestCoolDown: Duration
    package let jitterPercent: Int
    package let trialLimit: Duration
    package let overruleInterval: Duration

    /// - Parameters:
    ///   - consecutiveFailures: five: one hiccup of a provider must not move a whole route.
    ///   - window: half a minute holds enough calls of a busy model, and forgets an outage before the next one.
    ///   - minimumCalls: below twenty, two or three failures by chance are already a large share; a quiet model is
    ///     caught by failures in a row instead.
    ///   - errorPercent: half: retries and substitutes hide less than that from callers.
    ///   - slowAfter: a minute until the first content: models that think are slow by nature and no outage.
    ///   - slowPercent: 80: the long requests of a sound model are a minority.
    ///   - coolDown: long enough for a rolling restart upstream, short enough not to be noticed twice.
    ///   - longestCoolDown: past two minutes a longer wait saves no load that matters and only delays recovery.
    ///     Also the time a breaker must stay closed before earlier openings are forgotten.
    ///   - jitterPercent: what a cool-down may be shorter by, so that replicas and models that fell together do not
    ///     come back together. Only shorter, so that the longest cool-down keeps its word.
    ///   - trialLimit: a trial without a verdict after two minutes is lost; its place goes to the next caller.
    ///   - overruleInterval: ten attempts a second find a recovered model soon and are no storm.
    package init(
        consecutiveFailures: Int = 5,
        window: Duration = .seconds(30),
        minimumCalls: Int = 20,
        errorPercent: Int = 50,
        slowAfter: Duration = .seconds(60),
        slowPercent: Int = 80,
        coolDown: Duration = .seconds(15),
        longestCoolDown: Duration = .seconds(120),
        jitterPercent: Int = 20,
        trialLimit: Duration = .seconds(120),
        overruleInterval: Duration = .milliseconds(100)
    ) {
        self.consecutiveFailures = consecutiveFailures.clamped(to: Self.consecutiveFailureBounds)
        self.window = window.clamped(to: Self.windowBounds)
        self.minimumCalls = minimumCalls.clamped(to: Self.minimumCallBounds)
        self.errorPercent = errorPercent.clamped(to: Self.percentBounds)
        self.slowAfter = slowAfter.clamped(to: Self.slowBounds)
        self.slowPercent = slowPercent.clamped(to: Self.percentBounds)
        self.coolDown = coolDown.clamped(to: Self.coolDownBounds)
        self.longestCoolDown = max(longestCoolDown.clamped(to: Self.coolDownBounds), self.coolDown)
        self.jitterPercent = jitterPercent.clamped(to: Self.jitterBounds)
        self.trialLimit = trialLimit.clamped(to: Self.trialBounds)
        self.overruleInterval = overruleInterval.clamped(to: Self.overruleBounds)
    }
}
