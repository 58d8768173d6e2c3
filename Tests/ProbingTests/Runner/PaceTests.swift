import Domain
import HoldfastTesting
import Probing
import Testing

@Suite("Pace of requests")
struct PaceTests {
    private static let second: UInt64 = 1_000_000_000

    @Test("begins with four, goes up by one after each round without a complaint, and never above what is allowed")
    func increase() {
        var pace = Pace(most: 6)
        #expect(pace.limit == 4)
        var limits: [Int] = []
        for _ in 0..<12 {
            pace.wentWell()
            limits.append(pace.limit)
        }
        #expect(limits == [4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6])
        #expect(Pace(most: 2).limit == 2 && Pace(most: 0).limit == 1 && Pace(most: -3).limit == 1)
    }

    @Test("one overload halves once, however many of those under way complain of it")
    func decrease() {
        var pace = Pace(most: 32)
        for _ in 0..<1000 { pace.wentWell() }
        #expect(pace.limit == 32)
        for _ in 0..<32 { pace.complained(startedAt: 5, retryAfter: .zero, now: 10) }
        #expect(pace.limit == 16)
        pace.complained(startedAt: 9, retryAfter: .zero, now: 20)
        #expect(pace.limit == 16, "it began before the limit was halved")
        pace.complained(startedAt: 10, retryAfter: .zero, now: 30)
        #expect(pace.limit == 8)
        for at in 1...10 as ClosedRange<UInt64> {
            pace.complained(startedAt: at * 100, retryAfter: .zero, now: at * 100 + 1)
        }
        #expect(pace.limit == 1)
    }

    @Test(
        "a pause lasts as long as the target asks, a second where it names no time, and never above a minute",
        arguments: [
            (nil, 1_000_000_000), (.zero, 0), (.seconds(-5), 0), (.milliseconds(250), 250_000_000),
            (.seconds(7), 7_000_000_000), (.seconds(3600), 60_000_000_000), (.seconds(Int64.max), 60_000_000_000),
            (.seconds(Int64.min), 0),
        ] as [(Duration?, UInt64)]
    )
    func pauses(asked: Duration?, length: UInt64) {
        var pace = Pace(most: 8)
        pace.complained(startedAt: 0, retryAfter: asked, now: 3)
        #expect(pace.pausedUntil == 3 + length)
        if length > 0 { #expect(!pace.mayStart(underWay: 0, now: 2 + length)) }
        #expect(pace.mayStart(underWay: 0, now: 3 + length))
        #expect(!pace.mayStart(underWay: pace.limit, now: 3 + length))
    }

    @Test("a shorter pause does not cut a longer one")
    func longest() {
        var pace = Pace(most: 8)
        pace.complained(startedAt: 0, retryAfter: .seconds(10), now: 0)
        pace.complained(startedAt: 0, retryAfter: .zero, now: Self.second)
        #expect(pace.pausedUntil == 10 * Self.second)
    }

    @Test(
        "on any walk the limit stays in its bounds, moves by one up or by half down, and a pause holds",
        arguments: 0..<50
    )
    func walk(seed: Int) {
        var random = SeededRandom(seed: seed)
        let most = 1 + random.below(40)
        var pace = Pace(most: most)
        var (now, underWay, halvedAt): (UInt64, [UInt64], UInt64) = (0, [], 0)
        for _ in 0..<2_000 {
            now += UInt64(random.below(1_000_000_000))
            while pace.mayStart(underWay: underWay.count, now: now), random.chance(2, in: 3) {
                #expect(now >= pace.pausedUntil && underWay.count < pace.limit)
                underWay.append(now)
            }
            guard !underWay.isEmpty else { continue }
            let startedAt = underWay.remove(at: random.below(underWay.count))
            let before = pace
            if random.chance(5) {
                let wanted = random.pick([nil, .zero, .seconds(2), .seconds(500)] as [Duration?])
                pace.complained(startedAt: startedAt, retryAfter: wanted, now: now)
                #expect(pace.limit == (startedAt >= halvedAt ? max(1, before.limit / 2) : before.limit))
                if startedAt >= halvedAt { halvedAt = now }
                #expect(pace.pausedUntil >= before.pausedUntil && pace.pausedUntil <= now + 60 * Self.second)
            } else {
                pace.wentWell()
                #expect((before.limit...before.limit + 1).contains(pace.limit))
                #expect(pace.pausedUntil == before.pausedUntil)
            }
            #expect((1...most).contains(pace.limit))
        }
    }
}
