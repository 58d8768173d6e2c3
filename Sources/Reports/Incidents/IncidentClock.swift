package import Control
import Domain
import Settings

/// A regulator's clock on one incident: when it is due, and how it stands at a moment.
///
/// All moments are Unix milliseconds, so spans are of time that passes: neither a change to summer time nor a leap day shifts them.
package struct IncidentClock: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        /// What starts it has not happened.
        case waiting
        case running
        /// A quarter of its span is left, or a day where that is less.
        case due
        case overdue
        /// A report was recorded, or the hold turned out to be nothing.
        case ended
    }

    package var rule: RegulatorClock
    /// nil: what starts it has not happened.
    package var startedAt: UInt64?
    /// The report that ended it; nil: none.
    package var report: IncidentRegister.Made?
    /// A person dismissed the hold as nothing.
    package var isDismissed: Bool

    package init(
        rule: RegulatorClock,
        startedAt: UInt64?,
        reports: [IncidentRegister.Made] = [],
        isDismissed: Bool = false
    ) {
        self.rule = rule
        self.startedAt = startedAt
        self.isDismissed = isDismissed
        // What was reported before it began was another report.
        let made = reports.filter { $0.report.regime == rule.regime.rawValue && $0.at >= startedAt ?? .max }
        report = made.dropFirst(rule.reports - 1).first
    }

    private static let hour: UInt64 = 3_600_000
    private static let longestWarning = 24 * hour

    /// A moment beyond all time that a ledger may hold stays there.
    package var dueAt: UInt64? {
        startedAt.map { start in
            let (moment, isBeyond) = start.addingReportingOverflow(rule.hours * Self.hour)
            return isBeyond ? .max : moment
        }
    }

    /// - Parameter now: Unix milliseconds. A clock is due at its moment, and overdue after it.
    package func state(at now: UInt64) -> State {
        guard let dueAt else { return isDismissed ? .ended : .waiting }
        if report != nil || isDismissed { return .ended }
        if now > dueAt { return .overdue }
        return dueAt - now <= min(rule.hours * Self.hour / 4, Self.longestWarning) ? .due : .running
    }

    /// A report came, and after the moment.
    package var wasLate: Bool { report.flatMap { made in dueAt.map { made.at > $0 } } ?? false }

    /// Whether somebody missed it: of each case, and nobody reported.
    package func isMissed(at now: UInt64) -> Bool { rule.condition == nil && state(at: now) == .overdue }

    /// `due 2026-11-28T19:02:13.000Z, in 5 h 10 min`.
    package func words(at now: UInt64) -> String {
        guard let dueAt else {
            return isDismissed ? "ended: dismissed as nothing" : "waits for \(rule.trigger.rawValue)"
        }
        let moment = ClockText.rfc3339(unixMilliseconds: dueAt)
        switch state(at: now) {
        case .ended:
            guard let report else { return "ended: dismissed as nothing" }
            return "ended: reported \(ClockText.rfc3339(unixMilliseconds: report.at))" + (wasLate ? ", late" : "")
        case .overdue: return "overdue since \(moment), \(SpanText.of(now - dueAt))"
        case .running, .due, .waiting: return "\(moment), in \(SpanText.of(dueAt - now))"
        }
    }
}
