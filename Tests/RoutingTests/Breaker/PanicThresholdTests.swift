import Routing
import Testing

@Suite("Panic threshold")
struct PanicThresholdTests {
    @Test(
        "breakers are obeyed as long as one candidate is available",
        arguments: [
            [BreakerState.closed], [.open(until: 11), .closed], [.open(until: 11), .open(until: 10)],
            [.halfOpen, .closed, .open(until: 99)], [],
        ]
    )
    func obeyed(candidates: [BreakerState]) {
        #expect(PanicThreshold.decide(candidates, now: 10) == .obey)
    }

    @Test(
        "when none is available they are tried in the order in which they are due",
        arguments: [
            ([BreakerState.open(until: 11)], [0]), ([.open(until: 30), .open(until: 20)], [1, 0]),
            ([.open(until: 20), .open(until: 20), .open(until: 15)], [2, 0, 1]),
            ([.open(until: 20), .halfOpen], [1, 0]),
            ([.halfOpen], [0]),
        ]
    )
    func overruled(candidates: [BreakerState], order: [Int]) {
        #expect(PanicThreshold.decide(candidates, now: 10) == .overrule(order))
    }

    @Test("a route of one model is back with the first success, without waiting for the cool-down")
    func singleModel() throws {
        var model = BreakerDriver()
        model.fail(5)
        #expect(PanicThreshold.decide([model.breaker.state], now: model.now) == .overrule([0]))
        let attempt = try model.overruled()
        model.report(attempt, .success(.zero))
        #expect(PanicThreshold.decide([model.breaker.state], now: model.now) == .obey)
        model.succeed()
        #expect(model.breaker.state == .closed)
    }

    @Test("panic is no storm: ten attempts a second at most, however many callers ask")
    func noStorm() {
        var model = BreakerDriver()
        model.fail(5)
        var attempts = 0
        for _ in 0..<10_000 {
            if model.breaker.overrule(now: model.now) != nil { attempts += 1 }
            model.now += ms
        }
        #expect(attempts == 100)
    }
}
