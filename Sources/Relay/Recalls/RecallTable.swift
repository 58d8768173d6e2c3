import Control
import Domain
import Settings

/// All that standing recalls say, by configured model.
struct RecallTable: Sendable {
    /// What stands of one model.
    private struct Standing {
        var restrictions: [Restriction]
        /// All of it is for requests that bear a tag.
        var wantsTags: Bool
    }

    private let restrictions: [String: [Restriction]]
    /// The same by the place of the model's handle: the path of a request hashes no names.
    private let standing: [Standing?]
    /// For models that the settings do not name: a start without a file takes any.
    private let patterns: [(LineagePattern, Restriction)]

    /// - Parameter recalls: in the order of their ids, so that of two the first is told.
    init(
        _ recalls: [Recall],
        models: [(name: String, place: Int, lineage: Lineage, region: String?)],
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
        var places = [Standing?](repeating: nil, count: (models.map(\.place).max() ?? -1) + 1)
        for model in models {
            guard let found = restrictions[model.name] else { continue }
            places[model.place] = Standing(restrictions: found, wantsTags: found.allSatisfy(\.wantsTag))
        }
        self.standing = places
        patterns = standing.filter { $0.order.slice[.model] == nil && $0.order.slice[.region] == nil }
            .map { ($0.order.lineage, Restriction($0)) }
    }

    var isEmpty: Bool { restrictions.isEmpty && patterns.isEmpty }

    func restrictions(on target: Target) -> [Restriction] {
        guard target.takesAskedName else { return standing(on: target)?.restrictions ?? [] }
        return patterns.compactMap { pattern, restriction in
            pattern.matches(asked: target.model.name, of: target.model.lineage.vendor) ? restriction : nil
        }
    }

    /// Whether a request without any tag is in none of them.
    func wantTags(on target: Target) -> Bool {
        guard !target.takesAskedName else { return false }
        return standing(on: target)?.wantsTags ?? false
    }

    /// A model that came into the settings later has a place beyond, and nothing stands of it here.
    private func standing(on target: Target) -> Standing? {
        standing.indices.contains(target.handle.place) ? standing[target.handle.place] : nil
    }

    func restrictions(onModel name: String) -> [Restriction] { restrictions[name] ?? [] }
}
