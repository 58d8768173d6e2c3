import Domain
import Routing
import Testing

@Suite("Attempt budget")
struct AttemptBudgetTests {
    @Test("six attempts and no more, whatever retries, credentials and fallbacks multiply to")
    func attempts() {
        var budget = AttemptBudget(deadline: 60_000 * ms)
        var begun = 0
        for _ in 0..<4 * 3 * 2 where budget.begin(now: 0) == .go { begun += 1 }
        #expect(begun == 6)
        #expect(budget.begin(now: 0) == .outOfAttempts)
        #expect(budget.left == 0)
    }

    @Test(
        "nothing begins when too little time is left to be of use",
        arguments: [
            (UInt64(0), AttemptBudget.Decision.go), (899, .go), (900, .outOfTime), (1_000, .outOfTime),
            (9_000, .outOfTime),
        ]
    )
    func time(milliseconds: UInt64, decision: AttemptBudget.Decision) {
        var budget = AttemptBudget(deadline: 1_000 * ms)
        #expect(budget.begin(now: milliseconds * ms) == decision)
        #expect(budget.used == (decision == .go ? 1 : 0))
    }

    @Test("a wait that ends too late is known before it begins, and costs no attempt")
    func waits() {
        let budget = AttemptBudget(deadline: 10_000 * ms)
        #expect(budget.allows(wait: .seconds(9), now: 0) == .go)
        #expect(budget.allows(wait: .seconds(9), now: 1_000 * ms) == .outOfTime)
        #expect(budget.allows(wait: .seconds(Int64.max), now: 0) == .outOfTime)
        #expect(budget.used == 0)
    }

    @Test("time left ends at nothing")
    func timeLeft() {
        let budget = AttemptBudget(deadline: 10_000 * ms)
        #expect(budget.timeLeft(now: 4_000 * ms) == .seconds(6))
        #expect(budget.timeLeft(now: 11_000 * ms) == .zero)
    }

    @Test(
        "attempts never exceed the budget, none begins after the deadline, wherever the clock stands",
        arguments: 0..<200
    )
    func walk(seed: Int) {
        func decisions(from start: UInt64) -> [AttemptBudget.Decision] {
            var random: SeededRandom = SystemRandomNumberGenerator.seeded(seed)
            let attempts = Int.random(in: -2...40, using: &random)
            let limits = AttemptBudget.Limits(attempts: attempts)
            let deadline = start + .random(in: 0...60_000, using: &random) * ms
            var budget = AttemptBudget(limits: limits, deadline: deadline)
            var now = start
            return (0..<60).map { _ in
                now += .random(in: 0...3_000, using: &random) * ms
                let expected = budget.allows(wait: .zero, now: now)
                let decision = budget.begin(now: now)
                #expect(decision == expected)
                #expect(decision != .go || now < deadline)
                #expect(budget.used <= limits.attempts)
                return decision
            }
        }
        #expect(decisions(from: 0) == decisions(from: 55_555_555_555_555))
    }
}
