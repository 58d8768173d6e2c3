package import Control
import Domain
package import Settings

/// What follows from what the watch found: decided from settings and ledger alone, so that a server that died before it acted
/// comes to the same.
package struct WatchPolicy: Sendable {
    package struct Opening: Sendable, Hashable {
        package var finding: String
        package var model: String
        /// A recall of the model that was prepared before, and is held now; nil: a new one is opened.
        package var prepared: String?
        package var order: RecallOrder
        /// `held` or `signal`.
        package var state: RecallState
        package var reason: String
        /// A person must look: nothing was held back although the settings wanted it.
        package var pages: Bool
    }

    /// A model that was on its way back, and had better not be.
    package struct Relapse: Sendable, Hashable {
        package var recall: String
        package var reason: String
    }

    /// A finding whose substitutes could not be tried is acted on without, after so long, milliseconds.
    private static let patience: UInt64 = 600_000
    /// Of older ones a person has decided.
    private static let memory: UInt64 = 7 * 86_400_000

    private let settings: Settings
    private let state: ControlState
    private let serving: ServingModels
    private let isWatchs: @Sendable (Finding) -> Bool
    private let now: UInt64

    /// - Parameters:
    ///   - isWatchs: whether the watch confirmed it; what a certification found is for whoever asked for that.
    ///   - now: Unix milliseconds.
    package init(
        _ settings: Settings,
        _ state: ControlState,
        isWatchs: @escaping @Sendable (Finding) -> Bool,
        certified: @escaping ServingModels.Certified = { $1 },
        now: UInt64
    ) {
        self.settings = settings
        self.state = state
        self.isWatchs = isWatchs
        self.now = now
        serving = ServingModels(settings, recalls: state.recalls.values, certified: certified)
    }

    // MARK: Findings

    /// One for each finding that is open, and that no recall was given for.
    package var openings: [Opening] {
        guard settings.watch.onFinding != .notify else { return [] }
        let answered = Set(state.recalls.values.flatMap(\.order.findings))
        return state.gate.findings.values.sorted { $0.finding.id < $1.finding.id }.compactMap { found in
            guard isWatchs(found.finding), found.closed == nil, !answered.contains(found.finding.id),
                now < found.at + Self.memory, found.breadth != nil || now >= found.at + Self.patience
            else { return nil }
            return opening(found)
        }
    }

    /// nil: the model is gone from the settings, or nothing of it serves.
    private func opening(_ found: GateState.Confirmed) -> Opening? {
        let finding = found.finding
        guard let model = settings.models.first(where: { $0.name == finding.model }), !serving.isHeldBack(model) else {
            return nil
        }
        let weak = Set((found.breadth?.siblings ?? []).filter { $0.hits > 0 }.map(\.lineage))
        let isHeld = settings.watch.onFinding == .hold && exceeds(found)
        let isLast = isHeld && serving.isLast(model) { weak.contains($0.lineage.description) }
        let state: RecallState = isHeld && !isLast ? .held : .signal
        let prepared = prepared(model)
        // One of a model is enough for a person to look at.
        if prepared != nil, state == .signal { return nil }
        return Opening(
            finding: finding.id,
            model: model.name,
            prepared: prepared,
            order: order(found, model),
            state: state,
            reason: Self.reason(found, isLast: isLast, substitutesAreWeak: isLast && !serving.isLast(model)),
            pages: isLast
        )
    }

    /// The recall of just this model that the watch prepared, and that nobody has decided on.
    private func prepared(_ model: Model) -> String? {
        state.recalls.values.filter { recall in
            recall.state == .signal && recall.openedBy == .server && recall.order.origin == .monitor
                && recall.order.slice == RecallSlice([.model: [model.name]])
        }.map(\.id).min()
    }

    /// Whether its own probes hit more often, beyond doubt, than the policies of the model's routes allow their pack to.
    private func exceeds(_ found: GateState.Confirmed) -> Bool {
        let finding = found.finding
        let required = Set(
            settings.routes.filter { $0.serve.contains(finding.model) }.compactMap(\.requirement?.policy)
        )
        let ceilings = settings.policies.filter { required.contains($0.name) }.flatMap(\.packs)
            .filter { $0.pack == finding.pack }.map(\.ceiling)
        return finding.rate.low > (ceilings.min() ?? Watch.usualRate)
    }

    private func order(_ found: GateState.Confirmed, _ model: Model) -> RecallOrder {
        let proposal = found.breadth?.proposal
        return RecallOrder(
            LineagePattern(model.lineage),
            // What the server does by itself never covers a whole lineage.
            slice: RecallSlice([.model: [model.name]]),
            recallClass: proposal?.recallClass ?? Self.recallClass(found.finding),
            depth: proposal?.depth,
            kind: .correction,
            reason: .safety,
            origin: .monitor,
            findings: [found.finding.id]
        )
    }

    private static func recallClass(_ finding: Finding) -> RecallClass {
        finding.severity == "critical" ? .one : finding.severity == "high" ? .two : .three
    }

    private static func reason(_ found: GateState.Confirmed, isLast: Bool, substitutesAreWeak: Bool) -> String {
        let finding = found.finding
        let what =
            "the watch confirmed \(finding.id) in \(finding.pack): \(finding.hits) of \(finding.rate.count) trials hit again"
        guard isLast else { return what }
        return substitutesAreWeak
            ? "\(what). It is not held: its substitutes have the same weakness"
            : "\(what). It is not held: a route would have no model left"
    }

    // MARK: Returns

    /// Any alarm and any finding during the stages ends them: those that the ledger has behind the return's beginning. Whoever moved it
    /// to its next stage at the same moment had not seen them, and clocks do not tell what came first.
    package var relapses: [Relapse] {
        state.recalls.values.filter { !$0.order.isDrill }.sorted { $0.id < $1.id }
            .compactMap { recall in
                guard let since = recall.returnsSince else { return nil }
                let models = settings.models.filter { recall.order.reach(to: $0, settings) != nil }
                return models.lazy.compactMap { reason(against: $0, since: since) }.first.map {
                    Relapse(recall: recall.id, reason: $0)
                }
            }
    }

    /// - Parameter since: an epoch.
    private func reason(against model: Model, since: UInt64) -> String? {
        let alarm = state.watch.alarms.values.filter { raised in
            raised.epoch > since && raised.alarm.model == model.name
                && (raised.alarm.kind == .weakness || raised.alarm.kind == .servedModel)
        }.min { $0.epoch < $1.epoch }
        if let alarm { return "\(alarm.alarm.id): \(alarm.alarm.reason)" }
        let finding = state.gate.findings.values.filter {
            $0.epoch > since && $0.finding.model == model.name && isWatchs($0.finding)
        }.min { $0.epoch < $1.epoch }
        return finding.map { "the watch confirmed \($0.finding.id) while it returned" }
    }
}
