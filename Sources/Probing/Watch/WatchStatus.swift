package import Control
import Settings
import Statistics

/// How the watch stands, for people: a copy of what it knows at one moment.
package struct WatchStatus: Sendable {
    package struct Place: Sendable {
        package var entry: WatchPlan.Entry
        /// When the certificate that its streams are held against was made, and when it ends, Unix milliseconds; nil: there is none.
        package var certified: (at: UInt64, until: UInt64)?
        package var standing: WatchWorld.Standing
        /// nil: it is not paused.
        package var pause: WatchState.Pause?
        package var usage: WatchUsage
        /// Which ceiling of the day is reached; nil: none.
        package var spent: String?
        /// When the timetable has its next trial, Unix milliseconds; nil: it has not begun.
        package var next: UInt64?
        package var model: WatchedModel
        package var streams: [WatchStream]
        package var live: LiveStreams
    }

    /// Unix milliseconds.
    package var at: UInt64
    package var places: [Place]
    /// nil: nothing is watched.
    package var lines: WatchLines?
    package var liveLines: WatchLines?
    /// The newest first.
    package var alarms: [WatchState.Raised]

    package func newestAlarm(of model: String) -> WatchState.Raised? { alarms.first { $0.alarm.model == model } }
}

extension Watcher {
    package func status() async throws -> WatchStatus {
        let state = try gate.refresh()
        let plan = try plan(state)
        let (settings, now) = (world.settings(), world.now())
        let seed = try await installation()
        let places = try plan.entries.map { entry in
            let usage = try usage(entry.place)
            let timetable = WatchTimetable(entry.place, perDay: entry.watching.probesPerDay, seed: seed)
            return WatchStatus.Place(
                entry: entry,
                certified: entry.certificate.flatMap { state.gate.certificates[$0] }
                    .map { ($0.at, $0.certificate.expiresAt) },
                standing: settings.models.first { $0.name == entry.place.model }.map { world.standing($0, state) }
                    ?? .serving,
                pause: state.watch.pause(of: entry.place.model, now: now),
                usage: usage,
                spent: try day(of: entry, plan).reached,
                next: usage.slot.flatMap { timetable.next(after: max($0, now)) },
                model: try model(entry.place.model),
                streams: try entry.streams.sorted { $0.key < $1.key }.compactMap { try stream($0.key, $0.value) },
                live: try live(entry.place.model, entry.certificate)
            )
        }
        return WatchStatus(
            at: now,
            places: places,
            lines: plan.budget.map { WatchLines(warn: $0.warn, act: $0.act) },
            liveLines: plan.liveLines,
            alarms: state.watch.alarms.values.sorted { ($1.at, $1.alarm.id) < ($0.at, $0.alarm.id) }
        )
    }
}
