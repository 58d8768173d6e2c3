import Routing
import Testing

@Suite("Breaker, overruled")
struct BreakerOverruleTests {
    @Test("an overruled attempt that succeeds ends the cool-down; one that fails does not lengthen it")
    func overruled() throws {
        var model = BreakerDriver()
        model.fail(5)
        let before = model.breaker.state
        let bad = try model.overruled()
        #expect(!bad.isTrial)
        model.report(bad, .failure)
        #expect(model.breaker.state == before)
        #expect(model.breaker.overrule(now: model.now + 100 * ms - 1) == nil)
        let good = try model.overruled(after: 100 * ms)
        model.report(good, .success(.zero))
        let next = try model.admitted()
        #expect(next.isTrial)
    }

    @Test("an overruled attempt beside a trial decides nothing")
    func overruledBesideTrial() throws {
        var model = BreakerDriver.opened()
        _ = try model.admitted()
        let beside = try model.overruled()
        model.report(beside, .success(.zero))
        #expect(model.breaker.state == .halfOpen)
    }
}
