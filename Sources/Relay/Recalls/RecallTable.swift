import Control
import Domain
import Settings

/// All that standing recalls say, by configured model.
struct RecallTable: Sendable {
    private let restrictions: [String: [Restriction]]
    /// Whom what stands of a model could be about, by the place of the model's handle: the path of a request hashes no names.
    private enum Reach: UInt8 { case nobody, tagged, anybody }
    private let reaches: [Reach]
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
        var reaches = [Reach](repeating: .nobody, count: (models.map(\.place).max() ?? -1) + 1)
        for model in models {
            guard let found = restrictions[model.name] else { continue }
            reaches[model.place] = found.allSatisfy(\.wantsTag) ? .tagged : .anybody
        }
        self.reaches = reaches
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

    /// Whether anything that stands could be about a request to the model; asked before anything is looked up.
    func couldReach(_ target: Target, hasTags: Bool) -> Bool {
        if target.takesAskedName { return !patterns.isEmpty }
        // A model that came into the settings later has a place beyond.
        guard target.handle.place < reaches.count else { return false }
        switch reaches[target.handle.place] {
        case .nobody: return false
        case .tagged: return hasTags
        case .anybody: return true
        }
    }

    func restrictions(onModel name: String) -> [Restriction] { restrictions[name] ?? [] }
}
