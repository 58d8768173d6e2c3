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
            if let certified = place.certified {
                readings.append(
                    Reading(
                        "holdfast_watch_certificate_age_seconds",
                        "Age of the certificate that the model is watched by.",
                        .gauge,
                        Int(clamping: (at > certified.at ? at - certified.at : 0) / 1000),
                        labels: labels
                    )
                )
            }
        }
        readings += liveReadings
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

    private var liveReadings: [Reading] {
        var readings: [Reading] = []
        var seen: Set<String> = []
        for place in places where seen.insert(place.entry.place.model).inserted {
            for kind in LiveStreams.Kind.allCases {
                guard let stream = place.live.streams[kind] else { continue }
                readings.append(
                    Reading(
                        "holdfast_watch_live_evidence_milli",
                        "Evidence of callers' traffic against what was usual, natural logarithm times 1000.",
                        .gauge,
                        stream.evidence,
                        labels: [("model", place.entry.place.model), ("stream", kind.rawValue)]
                    )
                )
            }
        }
        guard let liveLines else { return readings }
        for (level, line) in [("warn", liveLines.warn), ("act", liveLines.act)] {
            readings.append(
                Reading(
                    "holdfast_watch_live_line_milli",
                    "Evidence at which a stream of callers' traffic alarms, natural logarithm times 1000.",
                    .gauge,
                    Int((line.logThreshold * 1000).rounded()),
                    labels: [("level", level)]
                )
            )
        }
        return readings
    }
}
