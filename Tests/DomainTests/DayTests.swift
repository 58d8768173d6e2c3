import Domain
import Testing

@Suite("Day")
struct DayTests {
    /// 2026-11-27T00:00:00Z.
    private static let midnight: UInt64 = 1_795_737_600_000

    @Test(
        "is UTC's, and says how long it still lasts, rounded up",
        arguments: [
            (0, 86_400), (1, 86_400), (999, 86_400), (1_000, 86_399), (86_399_000, 1), (86_399_999, 1),
        ] as [(UInt64, Int)]
    )
    func bounds(past: UInt64, left: Int) {
        let day = Day(unixMilliseconds: Self.midnight + past)
        #expect(day.start == Self.midnight && day.end == Self.midnight + 86_400_000)
        #expect(day.secondsLeft(at: Self.midnight + past) == left)
        #expect(ClockText.rfc3339(unixMilliseconds: day.end) == "2026-11-28T00:00:00.000Z")
    }

    @Test("begins with its first millisecond")
    func order() {
        let day = Day(unixMilliseconds: Self.midnight)
        let before = Day(unixMilliseconds: Self.midnight - 1)
        #expect(before < day && before.end == day.start)
        #expect(before.secondsLeft(at: Self.midnight + 5) == 1)
    }
}

@Suite("Limits of a day")
struct DayLimitsTests {
    @Test(
        "are used up when as much as they allow was used",
        arguments: [
            (DayLimits(), Int.max, "1000", nil), (DayLimits(tokens: 10), 9, "1000", nil),
            (DayLimits(tokens: 10), 10, "0", .tokens(10)),
            (DayLimits(money: Money(decimal: "0.5")), .max, "0.499", nil),
            (DayLimits(money: Money(picos: 5)), 0, "0.000000000005", .money(Money(picos: 5))),
            (DayLimits(tokens: 10, money: Money(picos: 5)), 11, "1", .tokens(10)),
            (DayLimits(tokens: 10, money: Money(picos: 5)), 3, "1", .money(Money(picos: 5))),
        ] as [(DayLimits, Int, String, DayLimits.Spent?)]
    )
    func spent(limits: DayLimits, tokens: Int, money: String, spent: DayLimits.Spent?) throws {
        let used = Spending(tokens: tokens, money: try #require(Money(decimal: money)))
        #expect(limits.spent(by: used) == spent)
    }

    @Test(
        "of money are decimals above zero",
        arguments: ["0", "0.0", "-1", "", "1e3", "1,5", "0.0000000000001", "9e9"]
    )
    func refuses(text: String) {
        #expect(DayLimits.money(text) == nil)
    }

    @Test("of money have a bound that no sum can overflow")
    func bound() {
        #expect(DayLimits.money("1000000000000") == DayLimits.largestMoney)
        #expect(DayLimits.money("1000000000000.000000000001") == nil)
        // More digits than the number behind it holds.
        #expect(Money(decimal: String(repeating: "9", count: 30)) == nil)
    }

    @Test("sums stay at the largest number")
    func saturates() {
        var sum = Spending(tokens: .max - 1, money: Money(picos: .max))
        sum += Spending(tokens: 2, money: Money(picos: 1))
        #expect(sum == Spending(tokens: .max, money: Money(picos: .max)))
    }
}
