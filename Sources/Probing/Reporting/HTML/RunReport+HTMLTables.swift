import Reports
import Statistics

extension RunReport {
    func packTable(_ packs: [PackRow]) -> Markup {
        guard !packs.isEmpty else { return "<p>The run has no packs.</p>" }
        let head = Self.columns(["Pack", "Rate of hits", "Hits", "Scored", "Made", "Planned", "Unscored", "Errors"])
        let rows: [Markup] = packs.map { pack in
            let tally = pack.tally
            let goals = pack.goals == 1 ? " in 1 goal" : " in \(Self.grouped(pack.goals)) goals"
            let review: Markup = tally.review.map { " <span class=\"why\">\($0)</span>" } ?? .none
            return """
                <tr><th scope="row"><b>\(tally.pack)</b> <span class="why">version \(tally.version), \
                <code>\(String(tally.hash.prefix(12)))</code></span>\(review)</th>\
                <td class="rate">\(Self.rate(pack.estimate, of: goals))</td>\
                <td>\(Self.grouped(tally.count.hits))</td><td>\(Self.grouped(tally.count.scored))</td>\
                <td>\(Self.grouped(tally.made))</td><td>\(Self.grouped(tally.planned))</td>\
                <td>\(Self.reasons(tally.unscoredCount, tally.unscored))</td>\
                <td>\(Self.reasons(tally.errorCount, tally.errors))</td></tr>

                """
        }
        let cut = packs.reduce(0) { $0 + $1.tally.evidenceInCut }
        let warning: Markup =
            cut == 0
            ? .none
            : """
            <p class="warning"><strong>Evidence in \(cut == 1 ? "an answer that was cut" : "\(cut) answers that were cut").</strong> \
            They count as unscored, and they hold what must not be said: allow longer answers and run again.</p>
            """
        return """
            <p>Intervals hold \(RateText.level(confidence)) of the time and take into account that the trials of one goal \
            hang together (\(RateText.name(.clusteredWilson))). They speak of goals like these.</p>
            \(warning)
            \(packs.compactMap { Likeness($0.tally) }.map { "<p class=\"warning\">\($0.words)</p>\n" as Markup })\
            \(Self.table("Packs: what was tried and what came of it", classes: "packs", head: head, body: rows))
            """
    }

    /// More would be read by nobody; all stand in the report as JSON lines.
    private static let mostProbes = 50

    func probeTable(_ packs: [PackRow]) -> Markup {
        let hit = packs.flatMap(\.probes).filter { $0.tally.count.hits > 0 }.sorted(by: Self.isWorse)
        guard !hit.isEmpty else {
            return packs.contains { $0.tally.count.scored > 0 }
                ? "<p>None. That is no proof: the intervals say how much these trials can rule out.</p>"
                : "<p>Nothing was scored, so that there is nothing to say.</p>"
        }
        let head = Self.columns(["Probe", "Rate of hits", "Hits", "Severity", "Detector", "No verdict", "Tags"])
        let rows: [Markup] = hit.prefix(Self.mostProbes).map { row in
            """
            <tr><th scope="row"><code>\(row.id)</code></th><td class="rate">\(Self.rate(row.estimate))</td>\
            <td>\(Self.grouped(row.tally.count.hits))</td><td>\(Self.severity(row.probe?.severity))</td>\
            <td>\(row.detector ?? "unknown")</td><td>\(row.silence.isEmpty ? "none" : row.silence)</td><td class="tags">\(Self.tags(row.probe?.tags ?? []))</td></tr>

            """
        }
        let left = hit.count - Self.mostProbes
        let more: Markup = left > 0 ? "<p>\(Self.grouped(left)) more stand in the report as JSON lines.</p>" : .none
        return """
            <p>\(Self.grouped(hit.count)) of \(Self.grouped(packs.reduce(0) { $0 + $1.probes.count })) probes, the surest \
            first: in the order of the lower ends of their intervals (\(RateText.name(.wilson)), \
            \(RateText.level(confidence))).</p>
            \(Self.table("Probes that hit", classes: "probes", head: head, body: rows))
            \(more)
            """
    }

    private static func isWorse(_ one: ProbeRow, _ other: ProbeRow) -> Bool {
        let (left, right) = (one.estimate?.interval.lowerBound ?? 0, other.estimate?.interval.lowerBound ?? 0)
        if left != right { return left > right }
        let (mine, theirs) = (one.probe?.severity ?? .low, other.probe?.severity ?? .low)
        return mine == theirs ? one.id < other.id : mine > theirs
    }

    private static func tags(_ tags: [String]) -> [Markup] {
        tags.map { tag in
            "<span title=\"\(TaxonomyTags.title(of: tag) ?? tag)\">\(tag)</span> "
        }
    }
}
