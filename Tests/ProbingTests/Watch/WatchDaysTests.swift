import Domain
import Testing

@testable import Probing

@Suite("What the watch has used up, on clocks that jump")
struct WatchDaysTests {
    private static let day: UInt64 = 86_400_000
    /// Ten minutes into a day of UTC.
    private static let early = 20_000 * day + 600_000

    private static func used(_ count: Int, at now: UInt64, _ before: WatchUsage = WatchUsage()) -> WatchUsage {
        var usage = before
        for number in 0..<count {
            let outcome = Trial.Outcome(
                number: number,
                probe: "small/door/plain",
                verdict: .pass,
                rule: "",
                requests: 1,
                inputTokens: 7,
                outputTokens: 3,
                microseconds: 1,
                at: now
            )
            usage.add(outcome, now: now)
        }
        return usage
    }

    @Test("a clock that goes back over midnight gives no second budget")
    func overMidnight() {
        let before = Self.early - 1_200_000
        var usage = Self.used(5, at: Self.early)
        #expect(usage.probes(at: before) == 5)
        #expect(usage.spent(at: before).tokens == 50)
        usage = Self.used(2, at: before, usage)
        #expect(usage.probes(at: before) == 7)
        #expect(usage.probes(at: Self.early) == 7)
        #expect(usage.probes(at: Self.early + Self.day) == 0)
    }

    @Test("a clock that was far ahead takes no budget away, and does not lift the ceilings either")
    func farAhead() {
        var usage = Self.used(5, at: Self.early + 400 * Self.day)
        #expect(usage.probes(at: Self.early) == 0)
        usage = Self.used(3, at: Self.early, usage)
        #expect(usage.probes(at: Self.early) == 3)
        #expect(usage.spent(at: Self.early).tokens == 30)
    }

    @Test("close looks are counted the same way")
    func bursts() {
        // Each under a policy of its own: what is like one that waits is taken along.
        func wants(_ model: inout WatchedModel, _ probe: String, at now: UInt64) -> Bool {
            model.want(WatchTrigger(.hit, policy: probe, probes: [probe], at: now), most: 1) == .taken
        }
        var model = WatchedModel()
        let ahead = Self.early + 400 * Self.day
        #expect(wants(&model, "small/a/plain", at: ahead))
        #expect(wants(&model, "small/b/plain", at: Self.early))
        #expect(!wants(&model, "small/c/plain", at: Self.early + 1))
        #expect(!wants(&model, "small/d/plain", at: Self.early - 1_200_000))
        #expect(model.burstsToday(Self.early) == 1)
    }
}
