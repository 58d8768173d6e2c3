import Domain
import Routing
import Testing

@Suite("Retry budget")
struct RetryBudgetTests {
    @Test("in an outage one attempt in five is retried, after the burst and beside the floor")
    func outage() {
        var budget = RetryBudget(limits: .init(floorPerSecond: 0))
        var retries = 0
        for second in 0..<1_000 as Range<UInt64> {
            budget.deposit(now: second * ms)
            if budget.withdraw(now: second * ms) { retries += 1 }
        }
        #expect(retries == 209)
        #expect(budget.granted + budget.refused == 1_000)
    }

    @Test("a quiet model gets the floor", arguments: [(0, false), (999, false), (1_000, true)])
    func floor(milliseconds: UInt64, granted: Bool) {
        var budget = RetryBudget(limits: .init(percent: 0, floorPerSecond: 1, burst: 1))
        #expect(budget.withdraw(now: 0) == true)
        #expect(budget.withdraw(now: milliseconds * ms) == granted)
    }

    @Test("an idle night saves up no more than the burst")
    func idle() {
        var budget = RetryBudget()
        for _ in 0..<1_000_000 { budget.deposit(now: 0) }
        let morning: UInt64 = 8 * 3_600_000 * ms
        let granted = (0..<20).count { _ in budget.withdraw(now: morning) }
        #expect(granted == 10)
    }

    @Test("times out of order, and a clock at its end, neither trap nor give anything away")
    func oddTimes() {
        var budget = RetryBudget(limits: .init(percent: 0, floorPerSecond: 1_000, burst: 1))
        #expect(budget.withdraw(now: 5_000 * ms) == true)
        #expect(budget.withdraw(now: 1_000 * ms) == false)
        #expect(budget.withdraw(now: 5_000 * ms) == false)
        #expect(budget.withdraw(now: .max) == true)
    }

    @Test("new settings do not give back what was spent")
    func adopt() {
        var budget = RetryBudget()
        for _ in 0..<10 { #expect(budget.withdraw(now: 0) == true) }
        budget.adopt(.init(burst: 100), now: 0)
        #expect(budget.withdraw(now: 0) == false)
    }

    @Test("over any stretch of time: at most share of traffic, floor and burst", arguments: 0..<60)
    func bounded(seed: Int) {
        let walk = Self.walk(seed: seed, start: 0)
        var firsts = [0]
        var retries = [0]
        for event in walk {
            firsts.append((firsts.last ?? 0) + (event.isFirst ? 1 : 0))
            retries.append((retries.last ?? 0) + (event.isRetry ? 1 : 0))
        }
        for begin in stride(from: 0, to: walk.count, by: 3) {
            for end in stride(from: begin, to: walk.count, by: 7) {
                let seconds = Double(walk[end].time - walk[begin].time) / 1e9
                let allowed = 0.2 * Double(firsts[end + 1] - firsts[begin]) + seconds + 10
                #expect(Double(retries[end + 1] - retries[begin]) <= allowed + 1e-6)
            }
        }
    }

    @Test("where the clock stands changes nothing", arguments: 0..<20)
    func shifted(seed: Int) {
        let here = Self.walk(seed: seed, start: 0).map(\.isRetry)
        #expect(here == Self.walk(seed: seed, start: 98_765_432_109_876).map(\.isRetry))
    }

    private struct Event {
        var time: UInt64
        var isFirst: Bool
        var isRetry: Bool
    }

    /// Busy and idle spells; everybody wants to retry more than is allowed.
    private static func walk(seed: Int, start: UInt64) -> [Event] {
        var random: SeededRandom = SystemRandomNumberGenerator.seeded(seed)
        var budget = RetryBudget()
        var now = start
        return (0..<600).map { _ in
            let isIdle = Int.random(in: 0..<60, using: &random) == 0
            now += .random(in: 0...(isIdle ? 20_000 : 100), using: &random) * ms
            let isFirst = Bool.random(using: &random)
            if isFirst { budget.deposit(now: now) }
            return Event(time: now, isFirst: isFirst, isRetry: isFirst ? false : budget.withdraw(now: now))
        }
    }
}
