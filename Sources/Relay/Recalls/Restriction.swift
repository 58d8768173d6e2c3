import Control
import Dialects
import Domain
import Settings

/// What a standing recall says of one configured model, compiled.
package struct Restriction: Sendable {
    package let id: String
    let depth: RecallDepth
    let reason: RecallReason
    /// Percent of conversations that may reach the model.
    let share: Int
    let notice: String?
    // nil: not narrowed so.
    private let tenants: Set<String>?
    private let routes: Set<String>?
    private let dialects: Set<String>?
    private let needs: RequestNeeds?
    private let operations: Set<String>?
    private let tags: Set<String>?

    /// What of a request an order may look at.
    struct Use {
        var route: String
        var operation: Operation
        var tenant: String?
        var needs: RequestNeeds
        var tags: [String]
    }

    init(_ recall: Recall) {
        let order = recall.order
        id = recall.id
        depth = order.depth
        reason = order.reason
        share = recall.share
        notice = order.notice
        tenants = order.slice[.tenant]
        routes = order.slice[.route]
        dialects = order.slice[.dialect]
        tags = order.slice[.tag]
        let capabilities = order.slice[.capability].map { $0.compactMap { Capability(rawValue: $0) } }
        needs = capabilities.map { $0.reduce(into: []) { $0.formUnion(RequestNeeds.of($1) ?? []) } }
        operations = capabilities.map { Set($0.map(\.rawValue)) }
    }

    /// It keeps every request from the model.
    var isTotal: Bool {
        share == 0 && depth > .newConversations && tenants == nil && dialects == nil && needs == nil && tags == nil
    }

    /// It keeps every request of the route from the model.
    func isTotal(on route: String) -> Bool { isTotal && routes.map { $0.contains(route) } ?? true }

    /// Whether the order speaks of such a request at all, whatever share of them it lets through.
    func covers(_ use: Use) -> Bool {
        if let routes, !routes.contains(use.route) { return false }
        if let tenants, !tenants.contains(use.tenant ?? "") { return false }
        if let dialects, !dialects.contains(use.operation.dialect.rawValue) { return false }
        if let needs, !use.needs.hasAny(of: needs), !(operations?.contains(use.operation.name) ?? false) {
            return false
        }
        if let tags, !use.tags.contains(where: tags.contains) { return false }
        if depth == .newConversations, use.needs.hasAny(of: [.history, .foreignIDs]) { return false }
        return true
    }
}

/// All that standing recalls say, by configured model.
struct RecallTable: Sendable {
    private let restrictions: [String: [Restriction]]
    /// For models that the settings do not name: a start without a file takes any.
    private let patterns: [(LineagePattern, Restriction)]
    /// Answers under way are to be looked at when this comes into force.
    let reachesStreams: Bool

    static let none = RecallTable([], models: [], reach: { _, _ in false })

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
        patterns = standing.filter { $0.order.slice[.model] == nil && $0.order.slice[.region] == nil }
            .map { ($0.order.lineage, Restriction($0)) }
        reachesStreams = standing.contains { $0.order.depth >= .inFlight }
    }

    var isEmpty: Bool { restrictions.isEmpty && patterns.isEmpty }

    func restrictions(on target: Target) -> [Restriction] {
        guard target.takesAskedName else { return restrictions[target.model.name] ?? [] }
        return patterns.compactMap { pattern, restriction in
            pattern.matches(target.model.lineage) ? restriction : nil
        }
    }

    func restrictions(onModel name: String) -> [Restriction] { restrictions[name] ?? [] }
}
