import Domain
import Reports
import Statistics

/// What the page's sections share.
extension RunReport {
    /// `1,240`.
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// A table that scrolls by itself where the page is too narrow for it; with the keyboard too.
    static func table(_ caption: String, classes: String = "", head: Markup, body: [Markup]) -> Markup {
        """
        <div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
        <table class="\(classes)">
        <caption>\(caption)</caption>
        <thead>
        \(head)
        </thead>
        <tbody>
        \(body)</tbody>
        </table>
        </div>
        """
    }

    static func columns(_ names: [String]) -> Markup {
        "<tr>\(names.map { "<th scope=\"col\">\($0)</th>" as Markup })</tr>"
    }

    /// Point, interval, number and a drawing of them; or that there is no number.
    static func rate(_ estimate: Estimate?, of more: String = "") -> Markup {
        guard let estimate else { return "<span class=\"void\">nothing scored</span>" }
        return """
            <b>\(RateText.point(estimate))</b> <span class="interval">\(RateText.interval(estimate))</span> \
            <span class="n">n = \(grouped(estimate.scored))\(more)</span>\(bar(estimate))
            """
    }

    /// From 0 to 100 %: the interval as a band, the point as a stroke. The words beside it say the same.
    static func bar(_ estimate: Estimate) -> Markup {
        let (low, high) = (estimate.interval.lowerBound * 100, estimate.interval.upperBound * 100)
        let point = min(98.5, max(0, estimate.point * 100 - 0.75))
        return """
            <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">\
            <rect class="track" width="100" height="6"/>\
            <rect class="span" x="\(RateText.fixed(low, 1))" width="\(RateText.fixed(max(0.5, high - low), 1))" height="6"/>\
            <rect class="point" x="\(RateText.fixed(point, 1))" width="1.5" height="6"/></svg>
            """
    }

    static func severity(_ severity: Severity?) -> Markup {
        guard let severity else { return "<span class=\"void\">unknown</span>" }
        return "<span class=\"severity \(severity.rawValue)\">\(severity.rawValue)</span>"
    }

    /// A count, and under it its reasons.
    static func reasons(_ count: Int, _ reasons: [String: Int]) -> Markup {
        guard count > 0 else { return "0" }
        return "\(grouped(count)) <span class=\"why\">\(ProbeRow.words(reasons))</span>"
    }
}
