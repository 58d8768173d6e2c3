import Routing
import Testing

@Suite("Breaker")
struct BreakerTests {
    @Test("opens on the fifth failure in a row, not on five with a success between")
    func consecutive() {
        var model = BreakerDriver()
        model.fail(4)
        model.succeed()
        model.fail(4)
        #expect(model.breaker.state == .closed)
        model.fail(1)
        #expect(model.breaker.state == .open(until: model.now + 15_000 * ms))
        #expect(model.breaker.cause == .consecutiveFailures)
    }

    @Test(
        "opens on the share of failures once there are enough calls, long before they come in a row",
        arguments: [(10, 10, true), (11, 9, false), (9, 9, false), (40, 39, false)]
    )
    func errorRate(good: Int, bad: Int, opens: Bool) {
        var model = BreakerDriver(BreakerLimits(consecutiveFailures: 1_000, jitterPercent: 0))
        model.succeed(good)
        model.fail(bad)
        #expect((model.breaker.cause == .errorRate) == opens)
    }

    @Test("failures that have left the window no longer count")
    func windowSlides() {
        var model = BreakerDriver(BreakerLimits(consecutiveFailures: 1_000, jitterPercent: 0))
        model.fail(19)
        model.now += 30_000 * ms
        model.succeed(10)
        model.fail(9)
        #expect(model.breaker.state == .closed)
        model.fail(1)
        #expect(model.breaker.cause == .errorRate)
    }

    @Test("the window forgets a part at a time")
    func windowSlidesInParts() {
        var model = BreakerDriver(BreakerLimits(consecutiveFailures: 1_000, jitterPercent: 0))
        model.fail(15)
        model.now += 20_000 * ms
        model.succeed(4)
        model.now += 12_000 * ms
        model.succeed(8)
        model.fail(11)
        #expect(model.breaker.state == .closed)
        model.fail(1)
        #expect(model.breaker.cause == .errorRate)
    }

    @Test("opens when most calls are slow, and a slow trial then does not close it")
    func slowCalls() {
        var model = BreakerDriver(BreakerLimits(jitterPercent: 0))
        model.succeed(4)
        model.succeed(15, after: .seconds(61))
        #expect(model.breaker.state == .closed)
        model.succeed(1, after: .seconds(61))
        #expect(model.breaker.cause == .slowCalls)
        model.now += 15_000 * ms
        model.succeed(1, after: .seconds(61))
        #expect(model.breaker.state == .open(until: model.now + 30_000 * ms))
        model.now += 30_000 * ms
        model.succeed()
        #expect(model.breaker.state == .closed)
    }

    @Test("a slow trial closes a breaker that had opened on failures")
    func slowTrialAfterFailures() {
        var model = BreakerDriver.opened()
        model.succeed(1, after: .seconds(61))
        #expect(model.breaker.state == .closed)
    }

    @Test("rate limits, a caller's fault and a caller who left move nothing while closed")
    func neutralClosed() {
        var model = BreakerDriver()
        model.fail(4)
        for _ in 0..<100 { model.once(.neutral) }
        #expect(model.breaker.state == .closed)
        model.fail(1)
        #expect(model.breaker.cause == .consecutiveFailures)
    }

    @Test("after the cool-down exactly one trial is out, and its success closes the breaker")
    func oneTrial() throws {
        var model = BreakerDriver.opened()
        let trial = try model.admitted()
        #expect(trial.isTrial)
        #expect(model.breaker.admit(now: model.now) == .refused(until: model.now))
        #expect(model.breaker.state == .halfOpen)
        model.report(trial, .success(.zero))
        #expect(model.breaker.state == .closed)
    }

    @Test(
        "each failed trial doubles the cool-down up to the cap",
        arguments: [(1, 30), (2, 60), (3, 120), (4, 120), (60, 120)]
    )
    func growth(failedTrials: Int, seconds: UInt64) {
        var model = BreakerDriver.opened()
        for _ in 0..<failedTrials {
            model.now += 120_000 * ms
            model.fail(1)
        }
        #expect(model.breaker.state == .open(until: model.now + seconds * 1_000 * ms))
    }

    @Test("a model that flaps is left alone longer each time; one that stayed well starts afresh")
    func flapping() {
        var model = BreakerDriver.opened()
        model.succeed()
        model.fail(5)
        #expect(model.breaker.state == .open(until: model.now + 30_000 * ms))
        model.now += 30_000 * ms
        model.succeed()
        model.now += 120_000 * ms
        model.fail(5)
        #expect(model.breaker.state == .open(until: model.now + 15_000 * ms))
    }

    @Test("jitter only makes a cool-down shorter, and no two seeds alike")
    func jitter() {
        let ends = (0..<100).map { seed -> UInt64 in
            var model = BreakerDriver(BreakerLimits(), seed: seed)
            model.fail(5)
            guard case .open(let until) = model.breaker.state else { return 0 }
            return until - model.now
        }
        #expect(ends.allSatisfy { (12_000 * ms...15_000 * ms).contains($0) })
        #expect(Set(ends).count == 100)
    }

    @Test("a trial that ends without a verdict gives its place to the next caller")
    func neutralTrial() throws {
        var model = BreakerDriver.opened()
        let trial = try model.admitted()
        model.report(trial, .neutral)
        let next = try model.admitted()
        #expect(next.isTrial)
    }

    @Test("a trial that never reports loses its place after the limit, and its verdict then is no longer heard")
    func lostTrial() throws {
        var model = BreakerDriver.opened()
        let lost = try model.admitted()
        model.now += 120_000 * ms - 1
        #expect(model.ticket() == nil)
        model.now += 1
        let next = try model.admitted()
        model.report(lost, .success(.zero))
        #expect(model.breaker.state == .halfOpen)
        model.report(next, .success(.zero))
        #expect(model.breaker.state == .closed)
        #expect(model.breaker.counts.lostTrials == 1)
        #expect(model.breaker.counts.late == 1)
    }

    @Test("an answer from before the outage neither closes the breaker nor frees the trial's place")
    func lateOutcome() throws {
        var model = BreakerDriver()
        let old = try model.admitted()
        model.fail(5)
        model.now += 15_000 * ms
        _ = try model.admitted()
        model.report(old, .success(.zero))
        #expect(model.breaker.state == .halfOpen)
        #expect(model.ticket() == nil)
    }

    @Test("new settings keep the state and shorten a cool-down that is longer than they allow")
    func adopt() {
        var model = BreakerDriver()
        model.fail(5)
        model.breaker.adopt(BreakerLimits(coolDown: .seconds(1), longestCoolDown: .seconds(2)), now: model.now)
        #expect(model.breaker.state == .open(until: model.now + 2_000 * ms))
        #expect(model.breaker.counts.failures == 5)
    }

    @Test("whatever settings say, limits stay within their bounds")
    func bounds() {
        let limits = BreakerLimits(
            consecutiveFailures: -1,
            window: .zero,
            minimumCalls: .max,
            coolDown: .seconds(100_000),
            longestCoolDown: .zero,
            jitterPercent: 1_000
        )
        #expect(limits.consecutiveFailures == 1)
        #expect(limits.window == .seconds(1))
        #expect(limits.minimumCalls == 10_000)
        #expect(limits.coolDown == .seconds(3_600))
        #expect(limits.longestCoolDown == limits.coolDown)
        #expect(limits.jitterPercent == 50)
    }
}
