import JSON
import Probing
import Reports

/// The same as tables, made of the JSON: so that a command shows what a server says and what it read itself alike.
enum WatchTables {
    static func text(_ status: JSONValue) -> String {
        let places = status["places"]?.elements ?? []
        guard !places.isEmpty else {
            return
                "Nothing is watched. Give a route `watch: {probes_per_day: 150}` beside its `require:`; docs/watch.md tells what happens then."
        }
        var parts = [self.places(places), streams(places, status), live(places, status)]
        let alarms = status["alarms"]?.elements ?? []
        parts.append(alarms.isEmpty ? "No alarm until now." : self.alarms(alarms))
        return parts.joined(separator: "\n\n")
    }

    private static func places(_ places: [JSONValue]) -> String {
        var table = Table([
            .init("route"), .init("model"), .init("state"), .init("certificate"), .init("probes today", isNumber: true),
            .init("tokens today", isNumber: true), .init("next"), .init("last alarm"), .init("looking closely"),
        ])
        for place in places {
            let triggers = place["looking_closely"]?.elements ?? []
            let postponed = place["postponed"]?.elements ?? []
            table.add([
                place["route"]?.string ?? "", place["model"]?.string ?? "", state(place),
                certificate(place),
                "\(place["probes_today"]?.integer ?? 0) of \(place["probes_per_day"]?.integer ?? 0)",
                "\(place["tokens_today"]?.integer ?? 0)"
                    + (place["tokens_per_day"]?.integer.map { " of \($0)" } ?? ""),
                place["next_at"]?.string ?? "",
                place["last_alarm_at"]?.string.map { "\(place["last_alarm"]?.string ?? "") at \($0)" } ?? "none",
                (triggers.compactMap { $0["cause"]?.string }
                    + postponed.compactMap { $0["cause"]?.string.map { "\($0), postponed to the next day" } })
                    .joined(separator: "; "),
            ])
        }
        return table.text
    }

    /// With its age, by which people judge what it is still worth.
    private static func certificate(_ place: JSONValue) -> String {
        guard let id = place["certificate"]?.string else { return "none" }
        guard let seconds = place["certificate_age_seconds"]?.integer else { return id }
        return "\(id), \(SpanText.of(UInt64(max(0, seconds)) * 1000)) old"
    }

    private static func state(_ place: JSONValue) -> String {
        var words = place["state"]?.string ?? ""
        if let recall = place["recall"]?.string { words += " (\(recall))" }
        if let until = place["paused_until"]?.string { words += " until \(until)" }
        if let usedUp = place["used_up"]?.string { words += ": \(usedUp)" }
        if let at = place["answered_otherwise_at"]?.string { words += ", answered otherwise at \(at)" }
        if place["measuring"]?.string == "broken" {
            let packs = (place["not_measured"]?.elements ?? []).compactMap(\.string)
            words += ", measurement of \(packs.joined(separator: ", ")) broken"
        }
        return words
    }

    private static func streams(_ places: [JSONValue], _ status: JSONValue) -> String {
        var table = Table([
            .init("model"), .init("stream"), .init("at most"), .init("trials", isNumber: true),
            .init("hits", isNumber: true), .init("not scored", isNumber: true), .init("evidence", isNumber: true),
            .init("warn", isNumber: true), .init("act", isNumber: true), .init(""),
        ])
        var seen: Set<String> = []
        for place in places {
            for stream in place["streams"]?.elements ?? [] {
                let key =
                    "\(place["model"]?.string ?? "")/\(place["policy"]?.string ?? "")/\(stream["pack"]?.string ?? "")"
                guard seen.insert(key).inserted else { continue }
                table.add(
                    row(
                        place,
                        stream["pack"]?.string ?? "",
                        stream,
                        status["lines"],
                        notScored: stream["unscored"],
                        stream["errors"]
                    )
                )
            }
        }
        return table.text
    }

    private static func live(_ places: [JSONValue], _ status: JSONValue) -> String {
        var table = Table([
            .init("model"), .init("live traffic"), .init("at most"), .init("answers", isNumber: true),
            .init("hits", isNumber: true), .init("evidence", isNumber: true), .init("warn", isNumber: true),
            .init("act", isNumber: true), .init(""),
        ])
        var seen: Set<String> = []
        for place in places {
            let model = place["model"]?.string ?? ""
            guard seen.insert(model).inserted else { continue }
            for stream in place["live"]?.elements ?? [] {
                let isLearning = stream["learning"]?.bool == true
                var cells = row(
                    place,
                    stream["stream"]?.string ?? "",
                    stream,
                    status["live_lines"],
                    notScored: nil,
                    nil
                )
                cells.remove(at: 5)
                if isLearning { cells[2] = "learning" }
                table.add(cells)
            }
        }
        return table.text
    }

    private static func row(
        _ place: JSONValue,
        _ name: String,
        _ stream: JSONValue,
        _ lines: JSONValue?,
        notScored unscored: JSONValue?,
        _ errors: JSONValue?
    ) -> [String] {
        let evidence = stream["evidence"]?.integer ?? 0
        let (warn, act) = (lines?["warn"]?.integer ?? 0, lines?["act"]?.integer ?? 0)
        return [
            place["model"]?.string ?? "", name, percent(stream["baseline"]?.integer),
            "\(stream["trials"]?.integer ?? 0)", "\(stream["hits"]?.integer ?? 0)",
            "\((unscored?.integer ?? 0) + (errors?.integer ?? 0))", decimal(evidence), decimal(warn), decimal(act),
            bar(evidence, act) + (stream["level"]?.string == "calm" ? "" : " \(stream["level"]?.string ?? "")"),
        ]
    }

    /// How far it is to the line: `####......`.
    private static func bar(_ evidence: Int, _ act: Int) -> String {
        guard act > 0 else { return "" }
        let filled = max(0, min(10, evidence * 10 / act))
        return String(repeating: "#", count: filled) + String(repeating: ".", count: 10 - filled)
    }

    private static func alarms(_ alarms: [JSONValue]) -> String {
        var table = Table([
            .init("alarm"), .init("at"), .init("kind"), .init("level"), .init("model"), .init("stream"), .init("over"),
            .init("reason"),
        ])
        for alarm in alarms {
            table.add([
                alarm["id"]?.string ?? "", alarm["at"]?.string ?? "", alarm["kind"]?.string ?? "",
                alarm["level"]?.string ?? "", alarm["model"]?.string ?? "", alarm["stream"]?.string ?? "",
                alarm["cleared_at"]?.string ?? "open", alarm["reason"]?.string ?? "",
            ])
        }
        return table.text
    }

    /// Of parts per million.
    static func percent(_ millionths: Int?) -> String {
        millionths.map(RateText.percent) ?? ""
    }

    /// Of thousandths.
    private static func decimal(_ thousandths: Int) -> String { "\(thousandths / 1000).\(thousandths / 100 % 10)" }
}
