import Control
import Dialects
import Domain

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

    /// It covers nothing that bears no tag.
    var wantsTag: Bool { tags != nil }

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
