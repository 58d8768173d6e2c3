import Domain
import HoldfastTesting
import Testing

@testable import Probing

@Suite("What a watched place has used up")
struct WatchUsageTests {
    private static let day: UInt64 = 86_400_000
    /// Noon.
    private static let noon = Day(unixMilliseconds: WatchSamples.now).start + day / 2

    private static func usage(_ tokens: Int..., at now: UInt64 = noon) -> WatchUsage {
        var usage = WatchUsage()
        for (number, tokens) in tokens.enumerated() {
            usage.add(RunBench.outcome(number, tokens: tokens, cost: Money(picos: 7)), now: now)
        }
        return usage
    }

    @Test("a day has its own count, and what was made before stays in the whole")
    func days() {
        var usage = Self.usage(10, 20)
        #expect(usage.probes(at: Self.noon) == 2 && usage.lastAt == Self.noon)
        #expect(usage.spent(at: Self.noon) == Spent(tokens: 30, money: Money(picos: 14)))
        let tomorrow = Self.noon + Self.day
        #expect(usage.probes(at: tomorrow) == 0 && usage.spent(at: tomorrow) == Spent())
        usage.add(RunBench.outcome(2), now: tomorrow)
        usage.add(Spent(tokens: 100), now: tomorrow)
        #expect(usage.probes(at: tomorrow) == 1 && usage.trials == 3, "a close look is no trial of the timetable")
        #expect(usage.spent(at: tomorrow).tokens == 110)
    }

    @Test("a clock that is set back over midnight gives no second budget, one that was far ahead does not silence")
    func back() {
        var usage = Self.usage(10, 20)
        for earlier in [Self.noon - Self.day / 2 - 1, Self.noon - Self.day] {
            #expect(usage.probes(at: earlier) == 2 && usage.spent(at: earlier).tokens == 30)
        }
        usage.add(RunBench.outcome(2, tokens: 5), now: Self.noon - Self.day)
        #expect(usage.probes(at: Self.noon) == 3 && usage.spent(at: Self.noon).tokens == 35)
        for earlier in [Self.noon - 2 * Self.day, Self.noon - 365 * Self.day] {
            #expect(usage.probes(at: earlier) == 0 && usage.spent(at: earlier) == Spent())
        }
        usage.add(RunBench.outcome(3), now: Self.noon - 365 * Self.day)
        #expect(usage.probes(at: Self.noon - 365 * Self.day) == 1 && usage.trials == 4)
        usage.add(RunBench.outcome(4), now: Self.noon - 365 * Self.day)
        #expect(usage.probes(at: Self.noon - 365 * Self.day) == 2)
    }

    @Test("a random walk of clocks never has more in 24 hours of a day than was added, nor forgets what it added today")
    func walk() {
        var random = SeededRandom(seed: 3)
        var (usage, now) = (WatchUsage(), Self.noon)
        for _ in 0..<2000 {
            switch random.below(10) {
            case 0: now += random.next() % (40 * 3_600_000)
            case 1: now -= random.next() % (24 * 3_600_000)
            case 2 where random.chance(20): now += 366 * Self.day
            case 3 where random.chance(20): now -= 366 * Self.day
            default: now += random.next() % 600_000
            }
            let before = usage.probes(at: now)
            usage.add(RunBench.outcome(0, tokens: 2), now: now)
            #expect(usage.probes(at: now) == before + 1 && usage.spent(at: now).tokens == 2 * (before + 1))
        }
        #expect(usage.trials == 2000)
    }

    @Test("as text it is the same; what is none is none")
    func text() {
        var usage = Self.usage(10, 20)
        usage.slot = Self.noon - 5
        for usage in [WatchUsage(), usage] { #expect(WatchUsage(text: usage.text) == usage) }
        for text in ["", "{}", "[]", #"{"trials":1}"#, #"{"trials":1,"day":5}"#, #"{"trials":"1","day":"5"}"#] {
            #expect(WatchUsage(text: text) == nil)
        }
    }
}
