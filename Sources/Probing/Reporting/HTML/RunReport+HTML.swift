import Reports
import Statistics

extension RunReport {
    /// As `Markup.page` makes it.
    package var html: [UInt8] {
        let packs = packs
        let map = HeatMap(packs, confidence: confidence)
        let body: Markup = """
            <header>
            \(heading)
            </header>
            <main>
            \(figures(packs))
            \(section("packs", "Packs", of: packTable(packs)))
            \(section("corrected", "Detectors that err", of: correctedTable(packs)))
            \(section("repeated", "Trying again", of: repeatedTable(packs)))
            \(section("map", "Attacks and goal sets", of: heatMap(map), isWide: Self.isWide(map)))
            \(section("probes", "Probes that hit", of: probeTable(packs)))
            \(section("limits", "What was not tested", of: limits(packs, map)))
            \(section("parameters", "Parameters", of: parameters))
            \(section("evidence", "Evidence", of: evidence))
            </main>
            <footer>
            <p>Written by Holdfast from the run <bdi>\(plan.id)</bdi>. Every rate stands with its interval and its number of \
            scored trials, all three from one estimator; what could not be judged is in neither.</p>
            </footer>

            """
        return Markup.page(title: "\(plan.target) – probe report \(plan.id)", body: body).bytes
    }

    /// - Parameters:
    ///   - content: empty: the section is left out.
    ///   - isWide: on paper it gets a page that is turned.
    private func section(_ id: String, _ title: String, of content: Markup, isWide: Bool = false) -> Markup {
        guard !content.source.isEmpty else { return .none }
        return """
            <section\(isWide ? " class=\"wide\"" as Markup : .none) aria-labelledby="\(id)">
            <h2 id="\(id)">\(title)</h2>
            \(content)
            </section>
            """
    }

    private var heading: Markup {
        let names = models.keys.filter { $0 != plan.target }.sorted()
        let called: Markup =
            names.isEmpty ? .none : "<p>It called itself \(Self.list(names.map { "<bdi>\($0)</bdi>" })).</p>"
        let begun = Markup.moment(startedAt)
        let ended: Markup =
            endedAt.map { end in
                let lasted = end >= startedAt ? ", after \(SpanText.of(end - startedAt))" : ""
                return ", ended \(Markup.moment(end))\(lasted)"
            } ?? .none
        return """
            <p class="eyebrow">Probe report</p>
            <h1><bdi>\(plan.target)</bdi></h1>
            <p>Run <code>\(plan.id)</code>, <strong class="state \(state.rawValue)">\(ending)</strong>. \
            Begun \(begun)\(ended).</p>
            \(called)
            """
    }

    /// Counts only: packs ask different things, and one rate over all would mean nothing.
    private func figures(_ packs: [PackRow]) -> Markup {
        let tallies = packs.map(\.tally)
        func sum(_ part: (PackTally) -> Int) -> Int { tallies.reduce(0) { $0 + part($1) } }
        let planned = sum(\.planned)
        let figures: [(String, Int, String)] = [
            ("Trials made", sum(\.made), "of \(Self.grouped(planned)) planned"),
            ("Scored", sum(\.count.scored), "have a verdict"),
            ("Hits", sum(\.count.hits), "over all packs"),
            ("Unscored", sum(\.unscoredCount), "could not be judged"),
            ("Errors", sum(\.errorCount), "were not answered"),
        ]
        let items: [Markup] = figures.map { name, value, note in
            "<div><dt>\(name)</dt><dd><b>\(Self.grouped(value))</b> \(note)</dd></div>\n"
        }
        return "<dl class=\"figures\">\n\(items)</dl>"
    }

    private static func list(_ items: [Markup]) -> Markup {
        var list = Markup.none
        for (place, item) in items.enumerated() {
            if place > 0 { list += place == items.count - 1 ? " and " : ", " }
            list += item
        }
        return list
    }
}
