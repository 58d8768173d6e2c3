import Control
import Domain
import JSON
import Probing
import Reports
import Settings
import Statistics

/// The watch as commands and the operator API show it.
enum WatchView {
    static func json(_ status: WatchStatus, curves: Bool = false) -> JSONValue {
        .object(
            ("at", .time(status.at)),
            ("lines", status.lines.map(json)),
            ("live_lines", status.liveLines.map(json)),
            ("places", .array(status.places.map { json($0, status, curves) })),
            ("alarms", .array(alarms(status).map(json)))
        )
    }

    private static let mostOver = 50

    /// All that are open, and the newest of those that are over; the newest first.
    private static func alarms(_ status: WatchStatus) -> [WatchState.Raised] {
        let over = Set(status.alarms.filter { $0.cleared != nil }.prefix(mostOver).map(\.alarm.id))
        return status.alarms.filter { $0.cleared == nil || over.contains($0.alarm.id) }
    }

    /// Logarithms, thousandths.
    private static func json(_ lines: WatchLines) -> JSONValue {
        .object(
            ("warn", .integer(Int((lines.warn.logThreshold * 1000).rounded()))),
            ("act", .integer(Int((lines.act.logThreshold * 1000).rounded())))
        )
    }

    private static func json(_ place: WatchStatus.Place, _ status: WatchStatus, _ curves: Bool) -> JSONValue {
        let spent = place.usage.spent(at: status.at)
        return .object(
            ("route", .string(place.entry.place.route)),
            ("model", .string(place.entry.place.model)),
            ("policy", .string(place.entry.policy)),
            ("certificate", place.entry.certificate.map { .string($0) }),
            ("certified_at", place.certified.map { .time($0.at) }),
            ("certificate_expires_at", place.certified.map { .time($0.until) }),
            ("certificate_age_seconds", place.certified.map { .integer(Int(clamping: age($0.at, status.at) / 1000)) }),
            ("last_alarm_at", status.newestAlarm(of: place.entry.place.model).map { .time($0.at) }),
            ("last_alarm", status.newestAlarm(of: place.entry.place.model).map { .string($0.alarm.kind.rawValue) }),
            ("state", .string(state(place))),
            ("recall", place.standing.recall.map { .string($0) }),
            ("paused_until", place.pause?.until.map { .time($0) }),
            ("measuring", .string(measuring(place.model))),
            (
                "not_measured",
                place.model.unmeasured.isEmpty ? nil : .array(place.model.unmeasured.map { .string($0) })
            ),
            ("probes_today", .integer(place.usage.probes(at: status.at))),
            ("probes_per_day", .integer(place.entry.watching.probesPerDay)),
            ("tokens_today", .integer(spent.tokens)),
            ("tokens_per_day", place.entry.watching.tokensPerDay.map { .integer($0) }),
            ("money_today", .string(spent.money.decimal)),
            ("money_per_day", place.entry.watching.moneyPerDay.map { .string($0.decimal) }),
            ("used_up", place.spent.map { .string($0) }),
            ("next_at", place.next.map { .time($0) }),
            ("asked_who_it_is_at", place.model.lookedAt.map { .time($0) }),
            (
                "answered_otherwise_at",
                place.model.sight.map { .time($0.at) }
            ),
            ("looking_closely", .array(place.model.triggers.map { json($0) })),
            ("postponed", .array(place.model.postponed.map { json($0) })),
            ("streams", .array(place.streams.map { json($0, curves) })),
            ("live", .array(LiveStreams.Kind.allCases.compactMap { json($0, place.live) }))
        )
    }

    /// Milliseconds; clocks differ a little.
    private static func age(_ at: UInt64, _ now: UInt64) -> UInt64 { now > at ? now - at : 0 }

    private static func state(_ place: WatchStatus.Place) -> String {
        if place.pause != nil { return "paused" }
        return switch place.standing {
        case .held: "held"
        case .returning: "returning"
        case .serving: place.spent == nil ? "watched" : "used_up"
        }
    }

    private static func measuring(_ model: WatchedModel) -> String {
        switch model.measuring {
        case .unknown: "unknown"
        case .works: "works"
        case .broken: "broken"
        }
    }

    static func json(_ trigger: WatchTrigger) -> JSONValue {
        .object(
            ("run", .string(trigger.run)),
            ("cause", .string(trigger.cause.rawValue)),
            ("probes", .array(trigger.probes.map { .string($0) })),
            ("at", .time(trigger.at))
        )
    }

    private static func json(_ stream: WatchStream, _ curves: Bool) -> JSONValue {
        .object(
            ("pack", .string(stream.name.pack)),
            ("certificate", stream.baseline.certificate.map { .string($0) }),
            ("baseline", .integer(stream.baseline.rate)),
            ("trials", .integer(stream.detector.trials)),
            ("hits", .integer(stream.hits)),
            ("scored", .integer(stream.scored)),
            ("unscored", .integer(stream.unscored)),
            ("errors", .integer(stream.errors)),
            ("evidence", .integer(stream.evidence)),
            ("level", .string(stream.told.rawValue)),
            ("last_at", stream.lastAt.map { .time($0) }),
            (
                "curve",
                curves
                    ? .array(stream.curve.map { .array([.integer(Int(clamping: $0.at)), .integer($0.evidence)]) }) : nil
            )
        )
    }

    private static func json(_ kind: LiveStreams.Kind, _ live: LiveStreams) -> JSONValue? {
        guard let stream = live.streams[kind] else { return nil }
        return .object(
            ("stream", .string(kind.stream)),
            ("learning", .bool(stream.detector == nil)),
            ("baseline", stream.detector.map { .integer(Int(($0.baseline * 1_000_000).rounded(.up))) }),
            ("trials", .integer(stream.detector?.trials ?? stream.learned.scored)),
            ("hits", .integer(stream.hits)),
            ("evidence", .integer(stream.evidence)),
            ("level", .string(stream.told.rawValue))
        )
    }

    static func json(_ raised: WatchState.Raised) -> JSONValue {
        let alarm = raised.alarm
        return .object(
            ("id", .string(alarm.id)),
            ("kind", .string(alarm.kind.rawValue)),
            ("level", .string(alarm.level.rawValue)),
            ("model", .string(alarm.model)),
            ("stream", .string(alarm.stream)),
            ("reason", .string(alarm.reason)),
            ("at", .string(ClockText.rfc3339(unixMilliseconds: raised.at))),
            ("cleared_at", raised.cleared.map { .time($0.at) }),
            ("cleared_for", raised.cleared.map { .string($0.reason) })
        )
    }
}

extension WatchWorld.Standing {
    fileprivate var recall: String? {
        switch self {
        case .serving: nil
        case .returning(let recall), .held(let recall): recall
        }
    }
}
