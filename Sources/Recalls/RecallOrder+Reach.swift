package import Control
package import Settings

extension RecallOrder {
    /// Why the order speaks of a configured model, on whatever route; nil: it does not.
    package func reach(to model: Model, _ settings: Settings) -> Settings.Reach? {
        guard let reach = settings.reach(of: lineage, to: model.lineage),
            slice[.model].map({ $0.contains(model.name) }) ?? true,
            slice[.region].map({ $0.contains(model.region ?? "") }) ?? true
        else { return nil }
        return reach
    }

    /// Some requests to what it reaches are not what it speaks of, and only the request itself tells which.
    package var dependsOnRequests: Bool {
        depth == .newConversations || [.tenant, .capability, .dialect, .tag].contains { slice[$0] != nil }
    }
}
