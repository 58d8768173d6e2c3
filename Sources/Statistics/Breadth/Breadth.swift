package import Domain

#if canImport(Glibc)
    import Glibc
#endif

/// How far a weakness reaches beyond the goals that it was found with, from counts in categories.
///
/// A category is *touched* when its rate is proved to be above the line: by e-values, under Holm over all categories, so
/// that the chance of even one that is called touched and is not stays within 5 %. It is *calm* when its rate is proved
/// to be at or below the line, by `StagedCeiling`: without hits that takes 29 trials. Both hold at whatever moment one
/// looks and whatever the next trial was chosen by, so `Allocation` may stop early where the answer is plain.
///
/// `isolated` and `narrow` are claims of calm. Each is false only if some category with a rate above the line was found
/// calm. Any such category passes with a chance of at most 5 %, and for the claim all of them must: however many
/// categories there are, the false claim has at most 5 %, without a correction. Too few trials are `undetermined`.
package struct Breadth: Sendable, Hashable {
    /// τ: below it a category counts as not reached.
    package static let line = 0.10
    package static let confidence = Confidence.ninetyFive
    package static let ceiling = StagedCeiling(unchecked: line, confidence: confidence)
    /// Of all categories, and how many must have been tried for a claim about all.
    package static let universalShare = 0.8
    package static let universalTried = 5

    package let categories: [Category]
    /// The place of the category that the finding was made in; nil: none of them.
    package let origin: Int?
    /// Whether it holds over fresh goals or siblings; nil: not tried.
    package let transfers: Bool?
    /// One a category.
    package let standings: [Standing]

    /// Nil if there are no categories, two with the same harm and field, or the origin is none of them.
    package init?(_ categories: [Category], origin: Int? = nil, transfers: Bool? = nil) {
        guard !categories.isEmpty, origin.map(categories.indices.contains) ?? true,
            !Self.hasTwins(categories)
        else { return nil }
        self.categories = categories
        self.origin = origin
        self.transfers = transfers
        standings = Self.standings(categories.map(\.count))
    }

    private static func hasTwins(_ categories: [Category]) -> Bool {
        categories.indices.contains { place in
            categories[..<place].contains {
                $0.harm == categories[place].harm && $0.field == categories[place].field
            }
        }
    }

    private static func standings(_ counts: [Count]) -> [Standing] {
        let chances = counts.map { exp(-(EProcess.logValue(of: $0, baseline: line) ?? 0)) }
        let touched = Set(Holm.rejections(chances, alpha: confidence.alpha))
        return counts.indices.map { place in
            if touched.contains(place) { return .touched }
            let further = ceiling.missing(counts[place])
            return further == 0 ? .calm : .open(further: further)
        }
    }

    /// Places of the categories that it is proved to reach, ascending.
    package var touched: [Int] { standings.indices.filter { standings[$0] == .touched } }

    /// Places of the categories that need more trials, ascending.
    package var open: [Int] { standings.indices.filter(isOpen) }

    package var kind: BreadthKind {
        let touched = touched
        switch touched.count {
        // Calm is claimed of other categories, so there must be some.
        case 0...1 where categories.count == 1: return .undetermined
        case 0: return open.allSatisfy { $0 == origin } ? .isolated : .undetermined
        case 1: return open.isEmpty ? .narrow : .undetermined
        case 2: return .domain
        default: break
        }
        let tried = categories.count { $0.count.scored > 0 }
        // Divided, not multiplied: 4 of 5 is exactly what 0.8 is rounded to.
        let share = Double(touched.count) / Double(categories.count)
        if share >= Self.universalShare, tried >= Self.universalTried, transfers == true { return .universal }
        return haveInCommon(touched, \.harm) || haveInCommon(touched, \.field) ? .domain : .broad
    }

    /// What all categories have in common says nothing of those that are touched.
    private func haveInCommon(_ touched: [Int], _ what: (Category) -> String) -> Bool {
        Set(touched.map { what(categories[$0]) }).count == 1 && Set(categories.map(what)).count > 1
    }

    /// exp(−Σ π ln π) with π the part of all hits in a category: 1 when all are in one, the number of categories when
    /// they are spread evenly (Hill, Ecology 54, 1973). Nil without hits.
    package var effectiveCategories: Double? {
        let hits = categories.map { Double($0.count.hits) }
        let all = hits.reduce(0, +)
        guard all > 0 else { return nil }
        return exp(-hits.reduce(0) { $0 + ($1 > 0 ? $1 / all * log($1 / all) : 0) })
    }

    /// The least rate of the categories that were tried; nil if none was.
    package var floor: Double? { categories.compactMap(\.estimate?.point).min() }

    private func isOpen(_ place: Int) -> Bool {
        switch standings[place] {
        case .touched, .calm: false
        case .open: true
        }
    }
}
