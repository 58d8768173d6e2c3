import Reports
import Statistics

extension RunReport {
    /// More columns than these do not fit across A4 in a size that can be read.
    private static let mostColumns = 9
    /// With more the page is turned when it is printed.
    private static let mostUpright = 6

    static func isWide(_ map: HeatMap) -> Bool {
        map.tried > 0 && map.parts(ofAtMost: mostColumns).contains { $0.columns.count > mostUpright }
    }

    func heatMap(_ map: HeatMap) -> Markup {
        guard map.tried > 0 else { return "<p>No trial was made.</p>" }
        let parts = map.parts(ofAtMost: Self.mostColumns)
        let tables: [Markup] = parts.map(Self.heatTable)
        let legend: [Markup] = zip(0..., Self.legend).map { heat, words in
            "<li><span class=\"swatch h\(heat)\" aria-hidden=\"true\"></span>\(words)</li>"
        }
        return """
            <p>Attacks from the strongest down. A cell holds the rate of hits, its interval \
            (\(RateText.level(confidence)), \(RateText.name(.clusteredWilson))) and the number of scored trials. Its colour \
            shows the rate alone; how sure that is, the interval says.</p>
            <ul class="legend">\(legend)</ul>
            \(tables)
            """
    }

    private static let legend: [String] = {
        let steps = HeatMap.Cell.steps.map { RateText.fixed($0 * 100, 0) }
        let between = zip(steps, steps.dropFirst()).map { "\($0)–\($1) %" }
        return ["no hits", "under \(steps.first ?? "") %"] + between + ["\(steps.last ?? "") % and more"]
    }()

    private static func heatTable(_ map: HeatMap) -> Markup {
        var packs: [(name: String, width: Int)] = []
        for column in map.columns {
            if packs.last?.name == column.pack {
                packs[packs.count - 1].width += 1
            } else {
                packs.append((column.pack, 1))
            }
        }
        let groups: [Markup] = packs.map { "<th scope=\"colgroup\" colspan=\"\($0.width)\">\($0.name)</th>" }
        let sets: [Markup] = map.columns.map { "<th scope=\"col\">\($0.goalSet)</th>" }
        let rows: [Markup] = map.rows.map { row in
            "<tr><th scope=\"row\"><code>\(row.attack)</code></th>\(row.cells.map(cell))</tr>\n"
        }
        let spans: [Markup] = packs.map { "<colgroup span=\"\($0.width)\"></colgroup>" }
        return """
            <div class="scroll" role="region" aria-label="Attacks and goal sets" tabindex="0">
            <table class="heat">
            <caption>Rate of hits by attack and goal set</caption>
            <colgroup></colgroup>\(spans)
            <thead>
            <tr><td></td>\(groups)</tr>
            <tr><th scope="col">Attack</th>\(sets)</tr>
            </thead>
            <tbody>
            \(rows)</tbody>
            </table>
            </div>
            """
    }

    private static func cell(_ cell: HeatMap.Cell?) -> Markup {
        guard let cell else { return "<td class=\"none\">not tried</td>" }
        guard let estimate = cell.estimate else {
            return "<td class=\"none\">nothing scored <span class=\"n\">of \(grouped(cell.made))</span></td>"
        }
        return """
            <td class="h\(cell.heat)"><b>\(RateText.point(estimate))</b> \
            <span class="interval">\(RateText.interval(estimate))</span> \
            <span class="n">n = \(grouped(estimate.scored))</span></td>
            """
    }
}
