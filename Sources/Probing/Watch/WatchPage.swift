import Control
import Domain
import Reports
import Settings
import Statistics

/// The watch as one page: for each model its streams, each with its evidence over time beside the lines at which it warns and acts.
/// No script, prints well.
package enum WatchPage {
    package static func html(_ status: WatchStatus) -> [UInt8] {
        let open = status.alarms.filter { $0.cleared == nil }
        let body: Markup = """
            <header><p class="eyebrow">Holdfast watch</p><h1>How the models stand</h1>
            <p>As of \(ClockText.rfc3339(unixMilliseconds: status.at)). \(status.places.isEmpty ? "Nothing is watched." : "\(status.places.count) \(status.places.count == 1 ? "place" : "places") of models on routes.")</p></header>
            <dl class="figures">\(figure("Open alarms", open.count))\(figure("Trials today", status.places.reduce(0) { $0 + $1.usage.probes(at: status.at) }))\(figure("Streams", Set(status.places.flatMap(\.streams).map(\.name)).count))</dl>
            \(status.places.map { section($0, status) })
            <section><h2>Alarms</h2>\(alarms(status.alarms))</section>
            <footer><p>Evidence is the natural logarithm of a Shiryaev–Roberts sum over the trials of one pack; below 0 it is drawn as 0. It counts
            anew after an alarm that was dealt with. Older points are drawn coarser.</p></footer>

            """
        return Markup.page(
            title: "Watch, \(ClockText.rfc3339(unixMilliseconds: status.at))",
            style: style,
            body: body
        ).bytes
    }

    private static func figure(_ name: String, _ number: Int) -> Markup {
        "<div><dt>\(name)</dt><dd><b>\(number)</b></dd></div>"
    }

    private static func section(_ place: WatchStatus.Place, _ status: WatchStatus) -> Markup {
        """
        <section><h2>\(place.entry.place.model) on \(place.entry.place.route)</h2>
        <p>\(words(place, status))</p><div class="charts">\(place.streams.map { chart($0, status.lines) })</div></section>

        """
    }

    private static func words(_ place: WatchStatus.Place, _ status: WatchStatus) -> String {
        let standing =
            switch place.standing {
            case .serving: place.pause == nil ? "It is watched" : "Its watch is paused"
            case .returning(let recall): "It returns from \(recall)"
            case .held(let recall): "It is held back by \(recall)"
            }
        let certificate =
            place.entry.certificate.map { "measured against \($0)" }
            ?? "measured against the policy's ceilings, for want of a certificate"
        return
            "\(standing), \(certificate) under the policy \(place.entry.policy). \(place.usage.probes(at: status.at)) of \(place.entry.watching.probesPerDay) trials today."
    }

    // MARK: Charts

    private static let width = 480.0
    private static let height = 150.0
    /// For words at the sides.
    private static let margin = 34.0

    private static func chart(_ stream: WatchStream, _ lines: WatchLines?) -> Markup {
        let (warn, act) = (lines?.warn.logThreshold ?? 0, lines?.act.logThreshold ?? 0)
        let points = stream.curve.map { Double($0.evidence) / 1000 }
        let top = max(act, points.max() ?? 0, 1) * 1.08
        func y(_ value: Double) -> Int { Int((height - 18 - value / top * (height - 26)).rounded()) }
        let step = points.count > 1 ? (width - margin - 60) / Double(points.count - 1) : 0
        let path = points.enumerated().map { "\(Int((margin + Double($0.offset) * step).rounded())),\(y($0.element))" }
            .joined(separator: " ")
        let summary =
            "\(stream.scored) trials scored, \(stream.hits) hits; at most \(RateText.percent(stream.baseline.rate)) is expected. Evidence \(decimal(stream.evidence)) of \(decimal(Int(act * 1000)))."
        return """
            <figure><figcaption><b>\(stream.name.pack)</b> <span class="n">\(summary)</span></figcaption>
            <svg viewBox="0 0 \(Int(width)) \(Int(height))" role="img" aria-label="\(stream.name.pack): \(summary)">
            \(line("act", y(act)))\(line("warn", y(warn)))
            <line class="axis" x1="\(Int(margin))" y1="\(y(0))" x2="\(Int(width) - 60)" y2="\(y(0))"/>
            <polyline class="evidence" points="\(path)"/></svg></figure>

            """
    }

    private static func line(_ name: String, _ y: Int) -> Markup {
        """
        <line class="\(name)" x1="\(Int(margin))" y1="\(y)" x2="\(Int(width) - 60)" y2="\(y)"/><text x="\(Int(width) - 54)" y="\(y + 4)">\(name)</text>
        """
    }

    private static func decimal(_ thousandths: Int) -> String { "\(thousandths / 1000).\(thousandths / 100 % 10)" }

    // MARK: Alarms

    private static func alarms(_ alarms: [WatchState.Raised]) -> Markup {
        guard !alarms.isEmpty else { return "<p>There was none.</p>" }
        return """
            <div class="scroll"><table class="packs"><thead><tr><th scope="col">Alarm</th><th scope="col">When</th><th scope="col">Model</th>
            <th scope="col">Kind</th><th scope="col">Why</th><th scope="col">Over</th></tr></thead><tbody>\(alarms.map(row))</tbody></table></div>
            """
    }

    private static func row(_ raised: WatchState.Raised) -> Markup {
        let alarm = raised.alarm
        let over = raised.cleared.map { ClockText.rfc3339(unixMilliseconds: $0.at) } ?? "open"
        return """
            <tr><th scope="row">\(alarm.id)</th><td>\(ClockText.rfc3339(unixMilliseconds: raised.at))</td><td>\(alarm.model)</td>
            <td>\(alarm.kind.words) (\(alarm.level.rawValue))</td><td>\(alarm.reason)</td><td>\(over)</td></tr>

            """
    }

    private static let style = """
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: 2rem; }
        figure { margin: 0; break-inside: avoid; }
        figcaption .n { display: block; font-size: .875rem; }
        svg { width: 100%; height: auto; font-size: 12px; }
        svg text { fill: var(--muted); }
        .axis { stroke: var(--line); } .evidence { fill: none; stroke: var(--ink); stroke-width: 1.5; }
        line.act { stroke: var(--mark); } line.warn { stroke: var(--mark); stroke-dasharray: 4 4; opacity: .7; }

        """
}
