import Control
import Probing
import Statistics
import Telemetry

extension WatchStatus {
    /// For the metrics: names of routes, models and packs, and numbers.
    var readings: [Reading] {
        var readings: [Reading] = []
        for place in places {
            let labels = [("route", place.entry.place.route), ("model", place.entry.place.model)]
            readings.append(
                Reading(
                    "holdfast_watch_probes_today",
                    "Trials that the watch made today.",
                    .gauge,
                    place.usage.probes(at: at),
                    labels: labels
                )
            )
            readings.append(
                Reading(
                    "holdfast_watch_tokens_today",
                    "Tokens that the watch used today.",
                    .gauge,
                    place.usage.spent(at: at).tokens,
                    labels: labels
                )
            )
        }
        var seen: Set<WatchStream.Name> = []
        for stream in places.flatMap(\.streams) where seen.insert(stream.name).inserted {
            let labels = [("model", stream.name.model), ("policy", stream.name.policy), ("pack", stream.name.pack)]
            readings.append(
                Reading(
                    "holdfast_watch_evidence_milli",
                    "Evidence of a stream against its certificate, natural logarithm times 1000.",
                    .gauge,
                    stream.evidence,
                    labels: labels
                )
            )
        }
        if let lines {
            for (level, line) in [("warn", lines.warn), ("act", lines.act)] {
                readings.append(
                    Reading(
                        "holdfast_watch_line_milli",
                        "Evidence at which a stream of probes alarms, natural logarithm times 1000.",
                        .gauge,
                        Int((line.logThreshold * 1000).rounded()),
                        labels: [("level", level)]
                    )
                )
            }
        }
        let open = Dictionary(grouping: alarms.filter { $0.cleared == nil }, by: \.alarm.kind)
        for kind in WatchAlarm.Kind.allCases {
            readings.append(
                Reading(
                    "holdfast_watch_alarms_open",
                    "Alarms of the watch that are not over.",
                    .gauge,
                    open[kind]?.count ?? 0,
                    labels: [("kind", kind.rawValue)]
                )
            )
        }
        return readings
    }
}
