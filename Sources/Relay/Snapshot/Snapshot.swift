package import Access
import Dialects
import Domain
package import Journal
import NIOCore
import Routing
package import Settings

/// The world as one request sees it: settings and control state, compiled. Never edited; a change builds the next one.
package final class Snapshot: Sendable {
    package let settings: Settings
    package let keys: KeyTable
    package let routes: [String: RoutePlan]
    /// Each model without a route, for requests of our own.
    let alone: [String: RoutePlan]
    /// What limits of a day are charged where a provider told no usage, or a model has no prices.
    package let chargePrices: ChargePrices
    /// Only without a settings file: by dialect, the provider that takes any model name.
    let passThrough: [Dialect: PassThroughPlan]
    /// What may not serve.
    let recalls: RecallTable
    /// What drills would keep from serving, by their ids; for requests of our own that ask for it.
    let drills: [String: RecallTable]
    /// Lower-case names that may stand in `Host`, beside address literals that were bound.
    let hosts: [[UInt8]]
    let origins: Set<String>
    /// How long a client may take over its head or the next piece of its body.
    let receivePatience: TimeAmount
    /// How long a connection may stay open without a request.
    let keepAlive: TimeAmount
    /// What could not be made to work, in words: shown by `check`, `explain` and at start.
    package let warnings: [String]
    /// Unix seconds; the `created` of models lists, which must not move while settings stand.
    let madeAt: Int

    init(
        settings: Settings,
        keys: KeyTable,
        routes: [String: RoutePlan],
        alone: [String: RoutePlan],
        passThrough: [Dialect: PassThroughPlan],
        recalls: RecallTable,
        drills: [String: RecallTable],
        hosts: Set<String>,
        warnings: [String],
        madeAt: Int
    ) {
        self.settings = settings
        self.keys = keys
        chargePrices = ChargePrices(settings)
        self.routes = routes
        self.alone = alone
        self.passThrough = passThrough
        self.recalls = recalls
        self.drills = drills
        self.hosts = hosts.map { Array($0.utf8) }
        self.origins = Set(settings.listeners.service.origins)
        receivePatience = TimeAmount(settings.limits.receive)
        keepAlive = TimeAmount(settings.limits.keepAlive)
        self.warnings = warnings
        self.madeAt = madeAt
    }

    /// Whether requests are served without a key: nobody made one yet, and only this machine can reach us.
    var isOpen: Bool { keys.isOpen && settings.listeners.service.isLoopback }

    func plan(for asked: String, _ operation: Operation) -> RoutePlan? {
        routes[asked] ?? passThrough[operation.dialect]?.plan(for: asked, operation)
    }

    package var routeNames: [String] { routes.keys.sorted() }
}

/// Serves any name of a dialect through one provider: what a start without a settings file offers.
final class PassThroughPlan: Sendable {
    private let vendor: String
    private let makeTarget: @Sendable (Model) -> Target
    private let provider: Provider

    init(vendor: String, provider: Provider, makeTarget: @escaping @Sendable (Model) -> Target) {
        self.vendor = vendor
        self.provider = provider
        self.makeTarget = makeTarget
    }

    /// nil when the name cannot be a model's: a lineage is made of it, and it stands in headers and records.
    func plan(for asked: String, _ operation: Operation) -> RoutePlan? {
        guard let lineage = Lineage("\(vendor)/\(asked)") else { return nil }
        let model = Model(
            name: asked,
            provider: provider.name,
            id: asked,
            lineage: lineage,
            capabilities: Set(Capability.allCases),
            contextLimit: nil,
            outputLimit: nil,
            places: AdmissionLimits(concurrency: .max),
            prices: nil,
            region: nil
        )
        let target = makeTarget(model)
        let targets = Operation.all.map {
            provider.dialects.contains($0.dialect) && !target.credentials.isEmpty ? [target] : []
        }
        return RoutePlan(
            name: "*",
            timeouts: Timeouts(),
            failover: Failover.Rules(),
            commentAfter: Defaults.commentAfter,
            asksForUsage: false,
            targets: targets,
            explanation: []
        )
    }
}

extension ChargePrices {
    /// Of the models that have prices.
    package init(_ settings: Settings) {
        self.init(
            Dictionary(
                settings.models.compactMap { model in model.prices.map { (model.name, $0) } },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }
}
