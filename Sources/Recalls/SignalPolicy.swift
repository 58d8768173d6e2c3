package import Control
import Domain
package import Settings

/// Something that the server noticed of one configured model.
package struct ModelSignal: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A provider does not know it any more.
        case gone
        /// Its end was announced. `YYYY-MM-DD`; nil: no day was told.
        case retirement(on: String?)
    }

    package var kind: Kind
    package var model: String

    package init(_ kind: Kind, model: String) {
        self.kind = kind
        self.model = model
    }
}

/// What becomes of a signal: decided from settings and standing recalls alone.
package struct SignalPolicy: Sendable {
    package struct Opening: Sendable, Hashable {
        package var order: RecallOrder
        /// `held` or `signal`.
        package var state: RecallState
        package var reason: String
        /// A person must look: nothing was held back although the settings wanted it.
        package var pages: Bool
    }

    /// What somebody dismissed is not raised again so soon.
    private static let quietMilliseconds: UInt64 = 3_600_000

    private let settings: Settings
    private let recalls: [Recall]
    private let serving: ServingModels
    private let now: UInt64

    /// - Parameter recalls: all that there are.
    /// - Parameter now: Unix milliseconds.
    package init(
        _ settings: Settings,
        recalls: some Sequence<Recall>,
        certified: @escaping ServingModels.Certified = { $1 },
        now: UInt64
    ) {
        self.settings = settings
        self.recalls = recalls.filter { !$0.order.isDrill }
        serving = ServingModels(settings, recalls: recalls, certified: certified)
        self.now = now
    }

    /// nil: nothing, because the settings say so or it is known.
    package func opening(for signal: ModelSignal) -> Opening? {
        guard let model = settings.models.first(where: { $0.name == signal.model }) else { return nil }
        let answer =
            switch signal.kind {
            case .gone: settings.signals.modelGone
            case .retirement: settings.signals.retirement
            }
        guard answer != .nothing, !serving.isHeldBack(model), !isKnown(signal, model) else { return nil }
        let isLast = answer == .hold && serving.isLast(model)
        return Opening(
            order: order(signal, model),
            state: answer == .hold && !isLast ? .held : .signal,
            reason: reason(signal, isLast: isLast),
            pages: isLast
        )
    }

    private func order(_ signal: ModelSignal, _ model: Model) -> RecallOrder {
        var notice: String?
        if case .retirement(let day?) = signal.kind { notice = "Its vendor ends it on \(day)." }
        let kind: RecallKind = if case .gone = signal.kind { .withdrawal } else { .retirement }
        return RecallOrder(
            LineagePattern(model.lineage),
            // Elsewhere it may be served all the same.
            slice: RecallSlice([.model: [model.name]]),
            recallClass: .three,
            kind: kind,
            reason: .availability,
            origin: .upstream,
            notice: notice
        )
    }

    /// Kinds of recalls that the server holds where it may: where it may not, a person must look.
    package static func heldKinds(_ settings: Settings) -> Set<RecallKind> {
        let answers = [(settings.signals.modelGone, RecallKind.withdrawal), (settings.signals.retirement, .retirement)]
        return Set(answers.filter { $0.0 == .hold }.map(\.1))
    }

    private func reason(_ signal: ModelSignal, isLast: Bool) -> String {
        let what =
            switch signal.kind {
            case .gone:
                "the provider does not know the model `\(signal.model)` any more; a request of our own heard the same"
            case .retirement(let day):
                "the end of the model `\(signal.model)` was announced\(day.map { " for \($0)" } ?? "")"
            }
        return isLast ? "\(what). It is not held: a route would have no model left" : what
    }

    private func isKnown(_ signal: ModelSignal, _ model: Model) -> Bool {
        let order = order(signal, model)
        return recalls.contains { recall in
            let isSame =
                recall.order.lineage == order.lineage && recall.order.slice == order.slice
                && recall.order.kind == order.kind && recall.order.origin == order.origin
            guard isSame else { return false }
            if recall.state == .dismissed {
                return recall.order.kind == .retirement
                    ? recall.order.notice == order.notice : now < recall.movedAt + Self.quietMilliseconds
            }
            return !recall.state.isOver
        }
    }
}
