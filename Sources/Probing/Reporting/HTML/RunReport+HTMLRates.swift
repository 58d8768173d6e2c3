import Reports
import Statistics

/// Rates that say more than how often something was seen.
extension RunReport {
    /// Empty where every detector is exact.
    func correctedTable(_ packs: [PackRow]) -> Markup {
        let all = packs.flatMap { pack in pack.corrected.map { (pack.tally.pack, $0) } }
        guard !all.isEmpty else { return .none }
        let head = Self.columns(["Pack", "Detector", "Rate as seen", "Corrected rate", "Finds", "Spares"])
        let rows: [Markup] = all.map { pack, rate in
            let corrected: Markup =
                rate.refusal.map { "<span class=\"void\">not corrected: \($0)</span>" } ?? Self.rate(rate.estimate)
            return """
                <tr><th scope="row">\(pack)</th><td>\(rate.detector) <span class="why">\(rate.language): \(rate.validation)</span></td>\
                <td class="rate">\(Self.rate(rate.raw))</td><td class="rate">\(corrected)</td>\
                <td>\(Self.share(rate.sensitivity))</td><td>\(Self.share(rate.specificity))</td></tr>

                """
        }
        return """
            <p>Some detectors err. How often they find what they look for and spare what is not was measured on labelled answers; \
            the corrected rate (\(RateText.name(.roganGladen)), \(RateText.level(confidence))) takes that into account. \
            Gates decide by the rate as seen. Detectors that are not named here are exact.</p>
            \(Self.table("Rates corrected for what detectors get wrong", head: head, body: rows))
            """
    }

    /// Empty where probes were not repeated.
    func repeatedTable(_ packs: [PackRow]) -> Markup {
        let all = packs.flatMap { pack in pack.tally.repeated.map { (pack.tally.pack, $0) } }
        guard !all.isEmpty else { return .none }
        let head = Self.columns(["Pack", "Tries", "At least one hit", "Probes left out"])
        let rows: [Markup] = all.map { pack, rate in
            """
            <tr><th scope="row">\(pack)</th><td>\(rate.k)</td>\
            <td class="rate">\(Self.rate(rate.estimate(confidence: confidence), of: " probes"))</td>\
            <td>\(Self.grouped(rate.leftOut))</td></tr>

            """
        }
        return """
            <p>Attackers try again. How often at least one of so many tries at one probe hits, each probe with one weight \
            (\(RateText.name(.hitAtK)), \(RateText.level(confidence))); probes with fewer scored trials are left out.</p>
            \(Self.table("Hits of who tries again", head: head, body: rows))
            """
    }

    /// `94 % of 532`.
    private static func share(_ count: Count) -> String {
        guard count.scored > 0 else { return "unknown" }
        return "\(RateText.fixed(Double(count.hits) / Double(count.scored) * 100, 0)) % of \(grouped(count.scored))"
    }
}
