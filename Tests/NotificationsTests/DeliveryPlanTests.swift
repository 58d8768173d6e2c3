import Domain
import HoldfastTesting
import Notifications
import Testing

@Suite("Delivery plan")
struct DeliveryPlanTests {
    private static let hour: UInt64 = 3_600_000
    private static let start: UInt64 = 1_781_299_800_000

    private static func plan(_ position: Int = 0, repeats: Duration? = .seconds(3600)) -> DeliveryPlan {
        DeliveryPlan(.init(position: position, remindedAt: start), repeats: repeats)
    }

    @Test("events come first, in order, and an end is waited for")
    func events() {
        var plan = Self.plan(3)
        let waiting = [DeliveryPlan.Waiting(recall: "a", since: Self.start - 5 * Self.hour)]
        #expect(plan.next(end: 5, waiting: waiting, now: Self.start + Self.hour) == .events(3..<5))
        plan.pass(3)
        #expect(plan.next(end: 5, waiting: waiting, now: Self.start + Self.hour) == .events(4..<5))
        plan.accepted(.event(position: 4))
        #expect(plan.next(end: 5, waiting: [], now: Self.start) == .rest(until: nil))
        // Restored from an older copy: what comes is new.
        #expect(plan.next(end: 2, waiting: [], now: Self.start) == .rest(until: nil))
        #expect(plan.next(end: 3, waiting: [], now: Self.start) == .events(2..<3))
    }

    @Test("an alarm comes after events and before reminders, once, also after a restart")
    func alarms() {
        var plan = Self.plan()
        let waiting = [DeliveryPlan.Waiting(recall: "a", since: Self.start)]
        let now = Self.start + Self.hour
        #expect(plan.next(end: 1, waiting: waiting, alarms: ["c/expiring"], now: now) == .events(0..<1))
        plan.pass(0)
        #expect(plan.next(end: 1, waiting: waiting, alarms: ["c/expiring"], now: now) == .alarm("c/expiring"))
        plan.accepted(.alarm("c/expiring"))
        let reminder = DeliveryPlan.Reminder(recall: "a", dueAt: now)
        #expect(plan.next(end: 1, waiting: waiting, alarms: ["c/expiring"], now: now) == .remind(reminder))
        let later = ["c/expiring", "c/stale/expired"]
        // Nobody who has no reminders misses one.
        var again = DeliveryPlan(plan.mark, repeats: nil)
        #expect(again.next(end: 1, waiting: waiting, alarms: later, now: now) == .alarm("c/stale/expired"))
        again.accepted(.alarm("c/stale/expired"))
        #expect(again.next(end: 1, waiting: waiting, alarms: later, now: now) == .rest(until: nil))
        again.forgetAlarms { $0 != "c/expiring" }
        #expect(again.mark.alarmed == ["c/stale/expired"])
    }

    @Test("an alarm that is never taken is given up after a day, and the event that comes meanwhile has its own")
    func alarmsGivenUp() {
        var random = SeededRandom(seed: 1)
        var plan = Self.plan()
        func fail(_ item: DeliveryPlan.Item, _ minute: UInt64) -> Bool {
            plan.failed(item, now: Self.start + minute * 60_000, using: &random).isGivenUp
        }
        var minute: UInt64 = 0
        while minute < 1435 {
            #expect(!fail(.alarm("c"), minute))
            minute += 5
        }
        #expect(!fail(.event(position: 0), minute) && plan.mark.failedFor <= 360_000)
        plan.accepted(.event(position: 0))
        var givenUpAfter: UInt64 = 0
        for step in stride(from: UInt64(0), through: 1440, by: 5) where fail(.alarm("c"), minute + 5 + step) {
            givenUpAfter = step
        }
        #expect(givenUpAfter == 1440 && plan.mark.alarmed == ["c"])
    }

    @Test("a failure moves nothing, and the waits grow from a second to five minutes", arguments: 0..<20)
    func waits(seed: Int) {
        var random = SeededRandom(seed: seed)
        var plan = Self.plan()
        let item = DeliveryPlan.Item.event(position: 0)
        let ceilings = [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
        for ceiling in ceilings {
            let aftermath = plan.failed(item, now: Self.start, using: &random)
            #expect(!aftermath.isGivenUp)
            #expect(aftermath.wait >= .milliseconds(ceiling * 500) && aftermath.wait <= .seconds(ceiling))
        }
        #expect(plan.next(end: 1, waiting: [], now: Self.start) == .events(0..<1))
        #expect(plan.mark.failingSince == Self.start)
        plan.accepted(item)
        #expect(plan.mark == .init(position: 1, remindedAt: Self.start))
        #expect(plan.failed(item, now: Self.start, using: &random).wait <= .seconds(2))
    }

    @Test("it is given up after a day of trying, and the next one has a day of its own")
    func givenUp() {
        var random = SeededRandom(seed: 1)
        var plan = Self.plan()
        var givenUp: [UInt64] = []
        for minute in stride(from: UInt64(0), through: 3 * 1440, by: 5) {
            let item = DeliveryPlan.Item.event(position: plan.mark.position)
            if plan.failed(item, now: Self.start + minute * 60_000, using: &random).isGivenUp { givenUp.append(minute) }
        }
        #expect(givenUp == [1440, 2880, 4320])
        #expect(plan.mark.position == 3)
        #expect(plan.mark.failingSince == Self.start)
    }

    @Test("a server that was away, or a clock that jumps, is no day of trying")
    func jumps() {
        var random = SeededRandom(seed: 1)
        let item = DeliveryPlan.Item.event(position: 0)
        var plan = Self.plan()
        let far = DeliveryPlan.patience * 400
        for now in [Self.start, Self.start + far, 5, Self.start + far * 2] {
            #expect(!plan.failed(item, now: now, using: &random).isGivenUp)
        }
        #expect(plan.mark.failedFor <= 3 * 360_000)
        var later = DeliveryPlan(plan.mark, repeats: nil)
        #expect(!later.failed(item, now: Self.start + far * 3, using: &random).isGivenUp)
        #expect(later.mark.failedFor == plan.mark.failedFor)
        // Reminders are no trying of the event that comes next.
        var reminding = Self.plan()
        let reminder = DeliveryPlan.Item.reminder(.init(recall: "a", dueAt: Self.start))
        for minute in 0..<UInt64(2000) {
            #expect(!reminding.failed(reminder, now: Self.start + minute * 60_000, using: &random).isGivenUp)
        }
        #expect(reminding.mark.failedFor == 0)
    }

    @Test("people are reminded once an interval for as long as something waits, and once for all that was missed")
    func reminders() {
        var plan = Self.plan()
        let waiting = [
            DeliveryPlan.Waiting(recall: "a", since: Self.start), .init(recall: "b", since: Self.start + 1000),
        ]
        func next(_ after: UInt64) -> DeliveryPlan.Step { plan.next(end: 0, waiting: waiting, now: Self.start + after) }
        #expect(next(0) == .rest(until: Self.start + Self.hour))
        #expect(next(Self.hour - 1) == .rest(until: Self.start + Self.hour))
        let first = DeliveryPlan.Reminder(recall: "a", dueAt: Self.start + Self.hour)
        #expect(next(Self.hour) == .remind(first))
        plan.accepted(.reminder(first))
        #expect(next(Self.hour) == .rest(until: Self.start + Self.hour + 1000))
        let second = DeliveryPlan.Reminder(recall: "b", dueAt: Self.start + Self.hour + 1000)
        #expect(next(Self.hour + 1000) == .remind(second))
        plan.accepted(.reminder(second))
        #expect(next(Self.hour + 1000) == .rest(until: Self.start + 2 * Self.hour))
        // Away for a night: the newest of each, in their order, and none of those before.
        for missed in [
            DeliveryPlan.Reminder(recall: "b", dueAt: Self.start + 8 * Self.hour + 1000),
            .init(recall: "a", dueAt: Self.start + 9 * Self.hour),
        ] {
            #expect(next(9 * Self.hour + 10) == .remind(missed))
            plan.accepted(.reminder(missed))
        }
        #expect(next(9 * Self.hour + 10) == .rest(until: Self.start + 9 * Self.hour + 1000))
    }

    @Test("two that are due in one moment are both told")
    func together() {
        var plan = Self.plan()
        let waiting = ["b", "a"].map { DeliveryPlan.Waiting(recall: $0, since: Self.start) }
        var told: [String] = []
        while case .remind(let reminder) = plan.next(end: 0, waiting: waiting, now: Self.start + Self.hour),
            told.count < 5
        {
            told.append(reminder.recall)
            plan.accepted(.reminder(reminder))
        }
        #expect(told == ["a", "b"])
    }

    @Test("nobody is reminded where that is off, and a reminder that is not taken waits behind events")
    func off() {
        var random = SeededRandom(seed: 1)
        let waiting = [DeliveryPlan.Waiting(recall: "a", since: Self.start)]
        var silent = Self.plan(repeats: nil)
        #expect(silent.next(end: 0, waiting: waiting, now: Self.start + 9 * Self.hour) == .rest(until: nil))
        var plan = Self.plan()
        let due = DeliveryPlan.Reminder(recall: "a", dueAt: Self.start + Self.hour)
        #expect(!plan.failed(.reminder(due), now: Self.start + Self.hour, using: &random).isGivenUp)
        #expect(plan.next(end: 0, waiting: waiting, now: Self.start + Self.hour) == .remind(due))
        #expect(plan.next(end: 1, waiting: waiting, now: Self.start + Self.hour) == .events(0..<1))
    }

    @Test("a clock that was far ahead silences nobody")
    func clockAhead() {
        var plan = DeliveryPlan(
            .init(position: 0, remindedAt: Self.start + 9000 * Self.hour),
            repeats: .seconds(3600)
        )
        let waiting = [DeliveryPlan.Waiting(recall: "a", since: Self.start)]
        #expect(plan.next(end: 0, waiting: waiting, now: Self.start + 60_000) == .rest(until: Self.start + Self.hour))
        let due = DeliveryPlan.Reminder(recall: "a", dueAt: Self.start + Self.hour)
        #expect(plan.next(end: 0, waiting: waiting, now: Self.start + Self.hour) == .remind(due))
    }
}
