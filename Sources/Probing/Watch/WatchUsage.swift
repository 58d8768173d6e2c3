import Domain
import JSON

/// What a place has done: where it stands in its timetable, and what it has used up of its day.
package struct WatchUsage: Sendable, Equatable {
    /// The moment of the timetable that was taken last, Unix milliseconds; nil: it begins.
    package var slot: UInt64?
    /// Of all days.
    package private(set) var trials = 0
    /// Unix milliseconds of the newest trial.
    package private(set) var lastAt: UInt64?
    private var day: UInt64 = 0
    private var probesThen = 0
    private var spentThen = Spent()

    package init() {}

    /// Trials of the day that `now` lies in, Unix milliseconds.
    package func probes(at now: UInt64) -> Int { Self.counts(day, at: now) ? probesThen : 0 }
    package func spent(at now: UInt64) -> Spent { Self.counts(day, at: now) ? spentThen : Spent() }

    /// Whether what was counted on a day counts at a moment: on the day before as well, for a clock that is set back over midnight
    /// gives no second budget. One that was further ahead than that must not silence the watch.
    static func counts(_ day: UInt64, at now: UInt64) -> Bool {
        let today = Day(unixMilliseconds: now).number
        return day == today || day == today + 1
    }

    package mutating func add(_ outcome: Trial.Outcome, now: UInt64) {
        var spent = Spent()
        spent.add(outcome)
        add(spent, now: now)
        probesThen += 1
        trials += 1
        lastAt = now
    }

    /// What was used up beside the timetable.
    package mutating func add(_ spent: Spent, now: UInt64) {
        if !Self.counts(day, at: now) {
            (day, probesThen, spentThen) = (Day(unixMilliseconds: now).number, 0, Spent())
        }
        spentThen = spentThen + spent
    }

    // MARK: As text

    package var text: String {
        let value = JSONValue.object(
            ("slot", slot.map { .string(String($0)) }),
            ("trials", .integer(trials)),
            ("last_at", lastAt.map { .string(String($0)) }),
            ("day", .string(String(day))),
            ("probes", .integer(probesThen)),
            ("tokens", .integer(spentThen.tokens)),
            ("money", .string(spentThen.money.decimal))
        )
        return String(decoding: value.bytes, as: UTF8.self)
    }

    package init?(text: String) {
        guard let value = try? JSONValue(parsing: Array(text.utf8)), let trials = value["trials"]?.integer,
            let day = value["day"]?.string.flatMap({ UInt64($0) })
        else { return nil }
        slot = value["slot"]?.string.flatMap { UInt64($0) }
        self.trials = trials
        lastAt = value["last_at"]?.string.flatMap { UInt64($0) }
        self.day = day
        probesThen = value["probes"]?.integer ?? 0
        spentThen = Spent(
            tokens: value["tokens"]?.integer ?? 0,
            money: value["money"]?.string.flatMap { Money(decimal: $0) } ?? .zero
        )
    }
}
