package import Access
package import Control
import Dialects
import Domain
import NIOCore
import Routing
package import Settings

/// Compiles settings and keys into a snapshot, off to the side of the event loops.
package struct SnapshotBuilder: Sendable {
    private let handles: LiveHandles
    /// Where the process's own rehearsal model listens, by provider; nil while it has no such provider.
    private let rehearsal: @Sendable (_ provider: String) -> RehearsalAddress?
    private let readSecret: @Sendable (SecretReference) throws -> String
    private let now: @Sendable () -> Int

    package init(
        handles: LiveHandles,
        rehearsal: @escaping @Sendable (_ provider: String) -> RehearsalAddress?,
        readSecret: @escaping @Sendable (SecretReference) throws -> String,
        now: @escaping @Sendable () -> Int
    ) {
        self.handles = handles
        self.rehearsal = rehearsal
        self.readSecret = readSecret
        self.now = now
    }

    /// - Parameter recalls: all that there are; those that stand count.
    package func build(
        _ settings: Settings,
        keys: KeyTable,
        recalls: [Recall] = [],
        gate: GateView = .empty
    ) -> Snapshot {
        handles.places.adopt(settings.limits.places, now: NIODeadline.now().uptimeNanoseconds)
        var warnings: [String] = []
        var sources: [String: Source] = [:]
        for provider in settings.providers {
            sources[provider.name] = source(provider, &warnings)
        }
        var targets: [String: Target] = [:]
        for model in settings.models {
            targets[model.name] = sources[model.provider]?.target(model, handles)
        }
        func table(_ recalls: [Recall]) -> RecallTable {
            RecallTable(
                recalls,
                models: settings.models.map { ($0.name, handles.model($0.name).place, $0.lineage, $0.region) },
                reach: { settings.reach(of: $0, to: $1) != nil }
            )
        }
        let sorted = recalls.sorted { $0.id < $1.id }
        let recallTable = table(sorted.filter { !$0.order.isDrill })
        let drills = sorted.filter { $0.order.isDrill && $0.isStanding }
        var routes: [String: RoutePlan] = [:]
        for route in settings.routes {
            let plan = plan(route, settings, targets, sources, recallTable, gate)
            if !plan.canServe { warnings.append("Route `\(route.name)` has no model that can serve it now.") }
            routes[route.name] = plan
        }
        var alone: [String: RoutePlan] = [:]
        for model in settings.models {
            alone[model.name] = plan(.alone(model.name), settings, targets, sources, recallTable, gate)
        }
        warnings += dayLimitWarnings(settings, keys)
        return Snapshot(
            settings: settings,
            keys: keys,
            routes: routes,
            alone: alone,
            passThrough: passThrough(settings, sources),
            recalls: recallTable,
            drills: Dictionary(uniqueKeysWithValues: drills.map { ($0.id, table([$0])) }),
            hosts: settings.listeners.service.acceptedHosts,
            warnings: warnings,
            madeAt: now()
        )
    }

    /// What a document forbids of its tenants' limits can still meet the limits of keys, which it does not hold.
    private func dayLimitWarnings(_ settings: Settings, _ keys: KeyTable) -> [String] {
        var warnings: [String] = []
        if keys.hasDayLimits, settings.retention.journalAge < Retention.shortestWithDayLimits {
            warnings.append(
                "A key has a limit of a day, and the journal keeps less than one: a restart forgets what was used. "
                    + "Raise `retention.journal.age` to 24h."
            )
        }
        if keys.hasMoneyLimits, !settings.models.contains(where: { $0.prices != nil }) {
            warnings.append("A key has a limit of money, and no model has `prices`: nothing counts against it.")
        }
        return warnings
    }

    /// A provider with what reaching it takes.
    private struct Source: Sendable {
        var provider: Provider
        var base: BaseURL
        var origin: Origin
        var secrets: [String?]

        var hasCredential: Bool { secrets.isEmpty || secrets.contains { $0 != nil } }

        func target(_ model: Model, _ handles: LiveHandles, takesAskedName: Bool = false) -> Target {
            let handle = handles.model(takesAskedName ? "*" : model.name)
            // Where callers name models as they like, they could open a breaker for one another.
            let now = NIODeadline.now().uptimeNanoseconds
            handle.adopt(takesAskedName ? nil : model.breaker, now: now)
            handle.places.adopt(model.places, now: now)
            return Target(
                model: model,
                provider: provider,
                base: base,
                origin: origin,
                handle: handle,
                secrets: secrets,
                takesAskedName: takesAskedName
            )
        }
    }

    private func source(_ provider: Provider, _ warnings: inout [String]) -> Source? {
        if provider.kind == .rehearsal { return rehearsalSource(provider, &warnings) }
        guard let base = provider.baseURL else {
            warnings.append("Provider `\(provider.name)` has no address.")
            return nil
        }
        let secrets = provider.credentials.map { reference -> String? in
            do {
                return try readSecret(reference)
            } catch {
                warnings.append("Provider `\(provider.name)`: \(error)")
                return nil
            }
        }
        do {
            let origin = try handles.origin(base, certificateAuthority: provider.certificateAuthority)
            return Source(provider: provider, base: base, origin: origin, secrets: secrets)
        } catch {
            warnings.append(
                "Provider `\(provider.name)`: the authority's file cannot be used (\(error)). Check `ca:`."
            )
            return nil
        }
    }

    /// The model's own secret stands in for what settings could say about credentials.
    private func rehearsalSource(_ provider: Provider, _ warnings: inout [String]) -> Source? {
        guard let address = rehearsal(provider.name),
            let origin = try? handles.origin(address.base, certificateAuthority: nil)
        else {
            warnings.append("Provider `\(provider.name)`: its rehearsal model does not run.")
            return nil
        }
        var provider = provider
        provider.authentication = .bearer
        return Source(provider: provider, base: address.base, origin: origin, secrets: [address.secret])
    }

    private func plan(
        _ route: Route,
        _ settings: Settings,
        _ targets: [String: Target],
        _ sources: [String: Source],
        _ recalls: RecallTable,
        _ gate: GateView
    ) -> RoutePlan {
        let boundary = Planner.Boundary(
            regions: route.boundary.regions,
            vendors: route.boundary.vendors,
            providers: route.boundary.providers
        )
        var explanation: [PlannedModel] = []
        var chosen = Operation.all.map { operation in
            route.serve.compactMap { name -> Target? in
                guard let model = settings.models.first(where: { $0.name == name }) else { return nil }
                let source = sources[model.provider]
                let candidate = Planner.Candidate(
                    model: name,
                    provider: model.provider,
                    vendor: model.lineage.vendor,
                    region: model.region,
                    dialects: source?.provider.dialects ?? [],
                    capabilities: model.capabilities,
                    hasCredential: source?.hasCredential ?? false
                )
                let exclusion = Planner.exclusion(of: candidate, for: operation, within: boundary)
                explanation.append(Self.planned(model, operation, exclusion, targets[name]))
                return exclusion == nil ? targets[name] : nil
            }
        }
        require(route.requirement, gate, &chosen, &explanation)
        for index in explanation.indices where explanation[index].exclusion == nil {
            let operation = explanation[index].operation
            guard operation == .countTokens || operation == .inputTokens else { continue }
            let counting = chosen[operation.place]
            let first = chosen[Operation.conversation(operation.dialect).place].prefix { target in
                counting.contains { $0 === target }
            }
            if !first.contains(where: { $0.model.name == explanation[index].model }) {
                explanation[index].exclusion = .notCountedInFront
            }
        }
        for index in explanation.indices where explanation[index].exclusion == nil {
            explanation[index].recalls = recalls.restrictions(onModel: explanation[index].model).map {
                PlannedModel.Recalled(id: $0.id, isWhole: $0.isTotal(on: route.name), share: $0.share)
            }
        }
        return RoutePlan(
            name: route.name,
            timeouts: route.timeouts,
            failover: Failover.Rules(route),
            continues: route.continues,
            continuesRecalled: route.continuesRecalled,
            commentAfter: route.commentAfter,
            echoesName: route.modelName == .asked,
            lastResort: route.lastResort,
            asksForUsage: route.usage == .ask,
            isStrict: route.isStrict,
            repairsStreams: route.repairsStreams,
            targets: chosen,
            explanation: explanation
        )
    }

    /// Takes out of each conversation who does not hold what the route requires.
    private func require(
        _ requirement: Route.Requirement?,
        _ gate: GateView,
        _ chosen: inout [[Target]],
        _ explanation: inout [PlannedModel]
    ) {
        guard let requirement else { return }
        for operation in Operation.all {
            guard case .conversation = operation else { continue }
            let excluded = gate.excluded(chosen[operation.place].map(\.model.name), requirement)
            chosen[operation.place].removeAll { excluded[$0.model.name] != nil }
            for index in explanation.indices where explanation[index].operation == operation {
                let model = explanation[index].model
                explanation[index].certificate = GateView.words(
                    gate.standing(of: model, under: requirement.policy),
                    requirement.policy
                )
                if let reason = excluded[model], explanation[index].exclusion == nil {
                    explanation[index].exclusion = .notCertified(reason)
                }
            }
        }
    }

    private static func planned(
        _ model: Model,
        _ operation: Operation,
        _ exclusion: Planner.Exclusion?,
        _ target: Target?
    ) -> PlannedModel {
        var planned = PlannedModel(operation: operation, model: model.name, exclusion: exclusion, lacks: [])
        guard exclusion == nil, case .conversation(let caller) = operation else { return planned }
        planned.dialect = target?.dialect(for: caller)
        planned.lacks = RequestNeeds.checked.filter { !model.capabilities.contains($0) }
        planned.contextLimit = model.contextLimit
        planned.outputLimit = model.outputLimit
        return planned
    }

    private func passThrough(_ settings: Settings, _ sources: [String: Source]) -> [Dialect: PassThroughPlan] {
        var plans: [Dialect: PassThroughPlan] = [:]
        for entry in settings.passThrough {
            guard let source = sources[entry.provider] else { continue }
            let handles = handles
            let plan = PassThroughPlan(vendor: entry.vendor, provider: source.provider) { model in
                source.target(model, handles, takesAskedName: true)
            }
            // The first provider that speaks a dialect takes it.
            for dialect in source.provider.dialects where plans[dialect] == nil { plans[dialect] = plan }
        }
        return plans
    }
}

extension Route {
    /// One model, once: for requests of our own that are about it and nothing else.
    fileprivate static func alone(_ model: String) -> Route {
        Route(
            name: model,
            serve: [model],
            boundary: DataBoundary(),
            usage: .ask,
            timeouts: Timeouts(),
            attempts: 1
        )
    }
}

extension Failover.Rules {
    fileprivate init(_ route: Route) {
        self.init(
            attempts: route.attempts,
            sameModelRetries: route.retries.sameModel,
            lastModelRetries: route.retries.lastModel,
            longestWait: route.retries.longestWait,
            refusalsMove: route.refusals == .move
        )
    }
}
