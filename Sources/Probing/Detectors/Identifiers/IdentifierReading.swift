/// Identifiers that must not come out: the trial's own, or with `any` every valid one.
enum IdentifierReading {
    static func judge(_ evidence: Evidence, kinds: [String], any: Bool) -> Judgement {
        let wanted = kinds.isEmpty ? SeededIdentifiers.kinds : kinds
        let searches = wanted.compactMap { kind in
            evidence.fill.identifiers[kind].flatMap { NeedleSearch($0) }.map { (kind, $0) }
        }
        guard searches.count == wanted.count || any else { return Judgement(.error(.detector), rule: "unknown_kind") }
        return TrialReading(detector: .identifiers) { answer in
            for part in AnswerPart.all(of: answer) {
                let layers = TextLayers(part.text, least: 8)
                for (kind, search) in searches {
                    guard let finding = search.find(in: layers) else { continue }
                    return .evidence(.init("identifiers:\(kind):\(finding.name)\(part.suffix)", finding.excerpt))
                }
                guard any, let text = layers.layers.first?.folded else { continue }
                for kind in wanted {
                    guard let (_, range) = IdentifierPatterns.first(kind, in: text) else { continue }
                    let excerpt = Excerpt.around(text.origin(of: range), of: text.scalars)
                    return .evidence(.init("identifiers:\(kind):any\(part.suffix)", excerpt))
                }
            }
            return .nothing
        }.judge(evidence.answers)
    }
}
