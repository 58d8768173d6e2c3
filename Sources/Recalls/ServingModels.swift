package import Control
package import Settings

/// Which models standing recalls leave to their routes: what the server may hold back by itself depends on it.
package struct ServingModels: Sendable {
    private let settings: Settings
    private let recalls: [Recall]
    private let certified: Certified

    /// Of some models of a route, those that its policy lets serve while there are no others.
    package typealias Certified = @Sendable (_ route: Route, _ models: [String]) -> [String]

    /// - Parameter recalls: all that there are.
    package init(
        _ settings: Settings,
        recalls: some Sequence<Recall>,
        certified: @escaping Certified = { $1 }
    ) {
        self.settings = settings
        self.recalls = recalls.filter { !$0.order.isDrill }
        self.certified = certified
    }

    /// No request reaches it.
    package func isHeldBack(_ model: Model) -> Bool { holding(model) != nil }

    /// The recall that no request to the model gets past; nil: none does that.
    package func holding(_ model: Model) -> Recall? {
        recalls.first { recall in
            recall.share == 0 && recall.order.reach(to: model, settings) != nil && !recall.order.dependsOnRequests
                && recall.order.slice[.route] == nil
        }
    }

    /// The recall that lets the model return, a share of its traffic at a time; nil: none.
    package func returning(_ model: Model) -> Recall? {
        recalls.first { $0.state == .reinstating && $0.order.reach(to: model, settings) != nil }
    }

    /// A route would be left without any model that serves.
    ///
    /// - Parameter unfit: of other models, those that had better not serve in its place.
    package func isLast(_ model: Model, unfit: (Model) -> Bool = { _ in false }) -> Bool {
        settings.routes.contains { route in
            guard route.serve.contains(model.name) else { return false }
            let others = settings.models.filter { other in
                other.name != model.name && route.serve.contains(other.name) && route.boundary.holds(other)
                    && !isHeldBack(other) && !unfit(other)
            }
            return certified(route, others.map(\.name)).isEmpty
        }
    }
}
