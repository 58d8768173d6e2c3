import Domain

/// When the probes of one place are due: as many a day of UTC as it may have, spread over the day, each at a moment of its own
/// that nobody outside can foresee and that every process works out alike.
///
/// A day is cut into equal slots, and each slot has one moment in it, drawn from place, day and slot. Zones and daylight saving
/// do not come into it. What falls due while nobody looks is not made up, but for the newest. A clock that is set back waits for
/// the moment that was taken last, unless that lies more than a day ahead: then the timetable begins anew, for a clock that was
/// far ahead must not silence the watch.
package struct WatchTimetable: Sendable, Hashable {
    /// Of a day, at least 1.
    package let perDay: Int
    private let seed: UInt64

    /// A slot that is looked at so late is as good as missed, milliseconds: a slow model may be behind by so much.
    private static let patience: UInt64 = 600_000
    private static let leap: UInt64 = 86_400_000

    /// The timetable begins, or begins anew: what comes next is the first moment after `now`.
    package static func begins(after last: UInt64?, now: UInt64) -> Bool { last.map { $0 > now + leap } ?? true }

    package init(_ place: WatchPlace, perDay: Int, seed: UInt64) {
        self.init(named: "\(place.route)\u{0}\(place.model)", perDay: perDay, seed: seed)
    }

    /// - Parameter seed: of the installation.
    init(named name: String, perDay: Int, seed: UInt64) {
        self.perDay = max(1, perDay)
        self.seed = seed ^ TextDigest(name.utf8).value
    }

    /// The moment that is due now; nil: none since `last`, or the timetable begins.
    ///
    /// - Parameters:
    ///   - last: the moment that was taken last, Unix milliseconds; nil: none ever was.
    ///   - now: Unix milliseconds.
    package func due(after last: UInt64?, now: UInt64) -> UInt64? {
        guard let last, !Self.begins(after: last, now: now), let next = next(after: last), next <= now else {
            return nil
        }
        return now - next <= Self.patience ? next : newest(notAfter: now)
    }

    /// The first moment after another one, Unix milliseconds.
    package func next(after time: UInt64) -> UInt64? {
        var day = Day(unixMilliseconds: time)
        // The slot of `time` or the one after it has it; at the end of a day the next one's first.
        for _ in 0..<2 {
            let from = time > day.start ? slot(of: time, in: day) : 0
            for slot in from..<min(perDay, from + 2) {
                let moment = moment(slot, of: day)
                if moment > time { return moment }
            }
            guard day.end > day.start else { return nil }
            day = Day(unixMilliseconds: day.end)
        }
        return moment(0, of: day)
    }

    private func newest(notAfter now: UInt64) -> UInt64 {
        let day = Day(unixMilliseconds: now)
        let slot = slot(of: now, in: day)
        let moments = [moment(slot, of: day), slot > 0 ? moment(slot - 1, of: day) : day.start]
        return moments.filter { $0 <= now }.max() ?? day.start
    }

    private func slot(of time: UInt64, in day: Day) -> Int {
        // Slots begin at whole milliseconds: a moment at a slot's very beginning is of that slot, not of the one before.
        min(perDay - 1, Int(((time - day.start + 1) * UInt64(perDay) - 1) / (day.end - day.start)))
    }

    private func moment(_ slot: Int, of day: Day) -> UInt64 {
        let length = day.end - day.start
        let start = UInt64(slot) * length / UInt64(perDay)
        let end = UInt64(slot + 1) * length / UInt64(perDay)
        var random = SeededRandom(seed: seed ^ (day.number &* 0x9e37_79b9_7f4a_7c15) ^ UInt64(slot))
        _ = random.next()
        return day.start + start + random.next() % max(1, end - start)
    }
}
