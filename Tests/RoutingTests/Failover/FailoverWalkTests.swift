import Routing
import Testing

/// Exchanges at random, all of whose attempts fail.
@Suite("Failover, walked at random")
struct FailoverWalkTests {
    private struct Event: Equatable {
        var step: Failover.Step
        var attempts: Int
    }

    private static func walk(_ seed: Int, start: UInt64) -> (rules: Failover.Rules, candidates: Int, events: [Event]) {
        var random = SystemRandomNumberGenerator.seeded(seed)
        let rules = Failover.Rules(
            attempts: .random(in: 1...8, using: &random),
            sameModelRetries: .random(in: 0...3, using: &random),
            lastModelRetries: .random(in: 0...3, using: &random),
            longestWait: .seconds(.random(in: 0...20, using: &random)),
            refusalsMove: .random(using: &random)
        )
        let candidates = Int.random(in: 1...5, using: &random)
        let deadline = start + UInt64.random(in: 0...60_000, using: &random) * ms
        var failover = Failover(candidates: candidates, rules: rules, deadline: deadline)
        var now = start
        var step = failover.first
        var events = [Event(step: step, attempts: 0)]
        while case .attempt(_, _, let wait) = step, events.count < 1_000 {
            now += UInt64(wait / .nanoseconds(1)) + .random(in: 0...3_000, using: &random) * ms
            if Int.random(in: 0..<6, using: &random) == 0 {
                step = failover.passedOver(.random(using: &random) ? .modelBusy : .untranslatable, now: now)
            } else {
                _ = failover.began(now: now)
                let loss = Failover.Loss(
                    .random(using: &random) ? .status(500) : .reset,
                    FailureClass.allCases.randomElement(using: &random) ?? .transient,
                    advice: RetryAdvice(
                        floor: .random(using: &random) ? .milliseconds(.random(in: 0...30_000, using: &random)) : nil,
                        shouldRetry: [nil, true, false].randomElement(using: &random) ?? nil
                    ),
                    credentials: .random(in: 1...4, using: &random)
                )
                let mayRetry = Bool.random(using: &random)
                step = failover.failed(loss, now: now, using: &random) { mayRetry }
            }
            events.append(Event(step: step, attempts: failover.attempts))
        }
        return (rules, candidates, events)
    }

    @Test("every exchange ends, within its budget, and never goes back to an earlier model", arguments: 0..<500)
    func ends(seed: Int) {
        let (rules, candidates, events) = Self.walk(seed, start: 1)
        var place = (candidate: 0, credential: 0)
        for event in events.dropLast() {
            guard case .attempt(let candidate, let credential, let wait) = event.step else {
                Issue.record("an end is not the end")
                return
            }
            #expect(candidate < candidates)
            #expect(candidate == place.candidate ? credential >= place.credential : candidate == place.candidate + 1)
            #expect(wait <= rules.longestWait + Backoff.defaultCap)
            place = (candidate, credential)
        }
        guard case .giveUp = events.last?.step else {
            Issue.record("no end after \(events.count) steps")
            return
        }
        #expect(events.allSatisfy { $0.attempts <= rules.attempts })
    }

    @Test("where the clock stands decides nothing", arguments: 0..<200)
    func shifted(seed: Int) {
        #expect(Self.walk(seed, start: 0).events == Self.walk(seed, start: 98_765_432_109_876).events)
    }
}
