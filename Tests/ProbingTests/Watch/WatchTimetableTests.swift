import Domain
import Foundation
import HoldfastTesting
import Testing

@testable import Probing

@Suite("When the watch tries")
struct WatchTimetableTests {
    private static let place = WatchPlace(route: "support", model: "opal")
    private static let day = Day(unixMilliseconds: 1_800_000_000_000)
    private static let hour: UInt64 = 3_600_000

    private static func table(_ perDay: Int, seed: UInt64 = 7, _ place: WatchPlace = place) -> WatchTimetable {
        WatchTimetable(place, perDay: perDay, seed: seed)
    }

    /// In their order, as one comes to the next.
    private static func moments(_ table: WatchTimetable, of day: Day) -> [UInt64] {
        var all: [UInt64] = []
        var last = day.start - 1
        while let next = table.next(after: last), next < day.end {
            all.append(next)
            last = next
        }
        return all
    }

    @Test(
        "a day has as many moments as it was told, each in a slot of its own",
        arguments: [1, 2, 7, 24, 150, 1440, 99_999]
    )
    func slots(perDay: Int) {
        let moments = Self.moments(Self.table(perDay), of: Self.day)
        #expect(moments.count == perDay)
        let length = Self.day.end - Self.day.start
        let isEachInItsSlot = moments.enumerated().allSatisfy { slot, moment in
            let start = Self.day.start + UInt64(slot) * length / UInt64(perDay)
            let end = Self.day.start + UInt64(slot + 1) * length / UInt64(perDay)
            return start <= moment && moment < end
        }
        #expect(isEachInItsSlot)
    }

    @Test("days, places and installations have moments of their own, and every process the same ones")
    func drawn() {
        let moments = Self.moments(Self.table(24), of: Self.day)
        #expect(moments == Self.moments(Self.table(24), of: Self.day))
        let others = [
            Self.moments(Self.table(24, seed: 8), of: Self.day),
            Self.moments(Self.table(24, WatchPlace(route: "support", model: "jade")), of: Self.day),
            Self.moments(Self.table(24, WatchPlace(route: "supporto", model: "pal")), of: Self.day),
            Self.moments(Self.table(24), of: Day(unixMilliseconds: Self.day.end)).map { $0 - 24 * Self.hour },
        ]
        for other in others { #expect(other.count == 24 && Set(other).isDisjoint(with: moments)) }
    }

    @Test("where clocks are put forward or back that night, a day of UTC has no moment more and none fewer")
    func daylight() throws {
        let moments = try ["2027-03-28", "2027-10-31", "2027-03-14", "2027-11-07", "2028-02-29"].map { text in
            let date = try #require(ISO8601DateFormatter().date(from: text + "T00:00:00Z"))
            return Self.moments(Self.table(150), of: Day(unixMilliseconds: UInt64(date.timeIntervalSince1970) * 1000))
        }
        #expect(moments.map(\.count) == [150, 150, 150, 150, 150])
    }

    @Test("two clocks that show one moment in two zones come to the same")
    func zones() throws {
        let table = Self.table(24)
        let texts = ["2027-03-28T02:30:00+05:30", "2027-03-27T21:00:00Z", "2027-03-27T16:00:00-05:00"]
        let due = try texts.map { text -> UInt64? in
            let date = try #require(ISO8601DateFormatter().date(from: text))
            let now = UInt64(date.timeIntervalSince1970) * 1000
            return table.due(after: now - 2 * Self.hour, now: now)
        }
        #expect(Set(due).count == 1 && due[0] != nil)
    }

    @Test("what was missed is not made up, but for the newest")
    func missed() throws {
        let table = Self.table(24)
        let moments = Self.moments(table, of: Self.day)
        let (last, now) = (moments[3], moments[20] + 1)
        #expect(table.due(after: last, now: now) == moments[20])
        #expect(table.due(after: moments[20], now: now) == nil)
        #expect(table.due(after: last - 3 * 24 * Self.hour, now: now) == moments[20])
        // One that is hardly late is taken even when the next is due already.
        #expect(table.due(after: moments[3], now: moments[4] + 600_000) == moments[4])
    }

    @Test("it begins at the first look, and anew where the clock was more than a day ahead")
    func begins() {
        let now = Self.day.start
        for (last, begins) in [
            (nil, true), (now, false), (now - 1, false), (now + 24 * Self.hour, false),
            (now + 24 * Self.hour + 1, true),
            (.max, true),
        ] as [(UInt64?, Bool)] {
            #expect(WatchTimetable.begins(after: last, now: now) == begins)
            if begins { #expect(Self.table(24).due(after: last, now: now) == nil) }
        }
    }

    @Test(
        "whatever the clock does, no moment is taken twice and nobody waits more than a day",
        arguments: [1, 7, 24, 150, 1440]
    )
    func walk(perDay: Int) throws {
        var random = SeededRandom(seed: UInt64(perDay))
        let table = Self.table(perDay)
        let longest = 2 * (24 * Self.hour / UInt64(perDay)) + 24 * Self.hour
        var (now, slot) = (Self.day.start + 5 * 366 * 24 * Self.hour, UInt64?.none)
        var taken: Set<UInt64> = []
        var (count, beginnings, jumps) = (0, 0, 0)
        for step in 0..<3000 {
            switch random.below(20) {
            case 0: now += random.next() % (30 * Self.hour)
            case 1: now -= random.next() % (24 * Self.hour)
            case 2: now += 24 * Self.hour
            case 3 where slot.map { $0 <= now } ?? true: now -= 24 * Self.hour
            case 4 where random.chance(10): (now, jumps) = (now + 366 * 24 * Self.hour, jumps + 1)
            case 5 where random.chance(10): (now, jumps) = (now - 366 * 24 * Self.hour, jumps + 1)
            default: now += random.next() % (600_000)
            }
            if WatchTimetable.begins(after: slot, now: now) {
                // As the watcher does it. Of what lies behind, nothing is taken again; what lies before it was another clock's.
                (slot, beginnings) = (now, beginnings + 1)
                taken = taken.filter { $0 <= now }
            }
            if let due = table.due(after: slot, now: now) {
                try #require(due <= now && slot.map { due > $0 } ?? true)
                let isNew = taken.insert(due).inserted
                try #require(isNew, "taken twice at step \(step)")
                (slot, count) = (due, count + 1)
            }
            if step % 100 == 0 {
                var (later, waited) = (now, UInt64(0))
                while table.due(after: slot, now: later) == nil, waited <= longest {
                    (later, waited) = (later + 300_000, waited + 300_000)
                }
                try #require(waited <= longest, "silent from step \(step)")
            }
        }
        #expect(count > 20 && beginnings > 3 && jumps > 10)
    }
}
