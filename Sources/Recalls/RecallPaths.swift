package import Control
import Domain
package import Settings

/// Every configured path, and what becomes of it under an order: a recall that leaves one open is a failed recall.
package struct RecallPaths: Sendable {
    package enum Fate: Sendable, Hashable {
        /// Nothing of it goes to the model any more.
        case closed(Settings.Reach)
        /// What is in the slice does not.
        case narrowed(Settings.Reach)
        /// The order does not speak of it.
        case open
    }

    package struct Path: Sendable {
        /// nil: no route serves the model.
        package var route: String?
        package var model: Model
        package var fate: Fate
    }

    package struct RouteFate: Sendable {
        package enum Outcome: Sendable, Hashable {
            case untouched
            /// The models that stand in, in order.
            case substitutes([String])
            case lastResort
            /// Nobody serves: 503.
            case refused
        }

        package var route: String
        package var outcome: Outcome
    }

    package var paths: [Path] = []
    package var routes: [RouteFate] = []

    package var reachesNothing: Bool { !paths.contains { $0.fate != .open } }

    /// - Parameters:
    ///   - standing: recalls that hold models back already, which cannot be substitutes.
    ///   - serves: whether a route can ask a model for conversations at all, as far as its provider, dialects and credentials go.
    package init(
        _ order: RecallOrder,
        _ settings: Settings,
        standing: [Recall] = [],
        serves: (_ route: String, _ model: String) -> Bool = { _, _ in true }
    ) {
        func fate(_ order: RecallOrder, _ model: Model, _ route: String?) -> Fate {
            guard let reach = order.reach(to: model, settings),
                order.slice[.route].map({ routes in route.map(routes.contains) ?? false }) ?? true
            else { return .open }
            return order.dependsOnRequests ? .narrowed(reach) : .closed(reach)
        }
        let held = standing.filter { $0.share == 0 && !$0.order.isDrill }
        for route in settings.routes {
            let models = route.serve.compactMap { name in settings.models.first { $0.name == name } }
            let fates = models.map { (model: $0, fate: fate(order, $0, route.name)) }
            paths += fates.map { Path(route: route.name, model: $0.model, fate: $0.fate) }
            let isTouched = fates.contains { $0.fate != .open }
            let left = fates.filter { one in
                guard case .closed = one.fate else {
                    let isHeld = held.contains { recall in
                        if case .closed = fate(recall.order, one.model, route.name) { true } else { false }
                    }
                    return one.fate == .open && !isHeld
                        && route.boundary.holds(one.model) && serves(route.name, one.model.name)
                }
                return false
            }.map(\.model.name)
            let outcome: RouteFate.Outcome =
                !isTouched
                ? .untouched
                : !left.isEmpty ? .substitutes(left) : route.lastResort != nil ? .lastResort : .refused
            routes.append(RouteFate(route: route.name, outcome: outcome))
        }
        let served = Set(settings.routes.flatMap(\.serve))
        paths += settings.models.filter { !served.contains($0.name) }.map {
            Path(route: nil, model: $0, fate: fate(order, $0, nil))
        }
    }
}
