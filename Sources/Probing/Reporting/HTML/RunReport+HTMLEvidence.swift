import Reports
import Statistics

extension RunReport {
    /// For whoever checks: which trial, which rule, and the hash of what was answered; its words only where they may be shown.
    var evidence: Markup {
        guard !hits.isEmpty else { return .none }
        var probesInOrder: [String] = []
        var byProbe: [String: [Trial.Outcome]] = [:]
        for hit in hits {
            if byProbe[hit.probe] == nil { probesInOrder.append(hit.probe) }
            byProbe[hit.probe, default: []].append(hit)
        }
        let groups: [Markup] = probesInOrder.map { id in
            let hits = byProbe[id] ?? []
            return """
                <details>
                <summary><code>\(id)</code> <span class="n">\(hits.count == 1 ? "1 hit" : "\(hits.count) hits")</span></summary>
                <ol>
                \(hits.map { item($0, language: probes[id]?.goal.language) })</ol>
                </details>

                """
        }
        let all = tallies.reduce(0) { $0 + $1.count.hits }
        let shown = hits.count < all ? "The first \(Self.grouped(hits.count)) of \(Self.grouped(all)) hits. " : ""
        let texts =
            showsTexts
            ? "Excerpts are what the target said: they may hold what nobody should read, and they are not for passing on."
            : "Texts are left out; the hash tells whether one is what was answered."
        return "<p>\(shown)\(texts)</p>\n\(groups)"
    }

    private func item(_ hit: Trial.Outcome, language: String?) -> Markup {
        let model: Markup = hit.model.map { ", model <bdi>\($0)</bdi>" } ?? .none
        let hash: Markup = hit.answersHash.map { " <span class=\"hash\">SHA-256 <code>\($0)</code></span>" } ?? .none
        let excerpt: Markup =
            hit.excerpt.map { excerpt in
                """

                <pre dir="auto" lang="\(language ?? "und")" tabindex="0">\(VisibleText.of(excerpt, most: Self.mostExcerpt))</pre>
                """
            } ?? .none
        return "<li>Trial \(hit.number), rule <code>\(hit.rule)</code>\(model).\(hash)\(excerpt)</li>\n"
    }
}
