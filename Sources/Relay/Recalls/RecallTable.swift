import Control
import Domain
import Settings

/// All that standing recalls say, by configured model.
struct RecallTable: Sendable {
    private let restrictions: [String: [Restriction]]
    /// Models of which all that stands is for requests that bear a tag.
    private let tagged: Set<String>
    /// For models that the settings do not name: a start without a file takes any.
    private let patterns: [(LineagePattern, Restriction)]

    /// - Parameter recalls: in the order of their ids, so that of two the first is told.
    init(
        _ recalls: [Recall],
        models: [(name: String, lineage: Lineage, region: String?)],
        reach: (LineagePattern, Lineage) -> Bool
    ) {
        let standing = recalls.filter(\.isStanding)
        var restrictions: [String: [Restriction]] = [:]
        for model in models {
            let found = standing.filter { recall in
                reach(recall.order.lineage, model.lineage)
                    && recall.order.slice[.model].map { $0.contains(model.name) } ?? true
                    && recall.order.slice[.region].map { $0.contains(model.region ?? "") } ?? true
            }
            if !found.isEmpty { restrictions[model.name] = found.map { Restriction($0) } }
        }
        self.restrictions = restrictions
        tagged = Set(restrictions.filter { $0.value.allSatisfy(\.wantsTag) }.keys)
        patterns = standing.filter { $0.order.slice[.model] == nil && $0.order.slice[.region] == nil }
            .map { ($0.order.lineage, Restriction($0)) }
    }

    var isEmpty: Bool { restrictions.isEmpty && patterns.isEmpty }

    func restrictions(on target: Target) -> [Restriction] {
        guard target.takesAskedName else { return restrictions[target.model.name] ?? [] }
        return patterns.compactMap { pattern, restriction in
            pattern.matches(asked: target.model.name, of: target.model.lineage.vendor) ? restriction : nil
        }
    }

    /// Whether a request without any tag is in none of them.
    func wantTags(on target: Target) -> Bool { !target.takesAskedName && tagged.contains(target.model.name) }

    func restrictions(onModel name: String) -> [Restriction] { restrictions[name] ?? [] }
}
