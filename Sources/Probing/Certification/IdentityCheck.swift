package import Control

/// Asks a model who it is, by name and by what it answers, and draws the consequences: another name makes its certificates stale,
/// another behaviour voids them.
package struct IdentityCheck: Sendable {
    private let model: String
    private let lineage: String
    private let target: ProbeTarget
    private let desk: GateDesk
    private let store: ProbeStore
    /// Unix milliseconds.
    private let now: @Sendable () -> UInt64

    package init(
        model: String,
        lineage: String,
        target: ProbeTarget,
        desk: GateDesk,
        store: ProbeStore,
        now: @escaping @Sendable () -> UInt64
    ) {
        self.model = model
        self.lineage = lineage
        self.target = target
        self.desk = desk
        self.store = store
        self.now = now
    }

    /// A behaviour, and when it was seen.
    package struct Sight: Sendable, Equatable {
        package var behaviour: Behaviour
        /// Unix milliseconds.
        package var at: UInt64

        package init(behaviour: Behaviour, at: UInt64) {
            self.behaviour = behaviour
            self.at = at
        }
    }

    /// How a behaviour is seen twice before it counts.
    package enum Confirmation: Sendable {
        /// It is asked once more: somebody waits for it.
        case atOnce
        /// The same was seen before, and so long ago that one outage does not make both.
        ///
        /// - Parameter first: nil: there is no such sight.
        case apart(first: Sight?)
    }

    /// Between two sights that count apart, milliseconds: most outages are shorter.
    package static let apart: UInt64 = 3_600_000

    package struct Found: Sendable {
        package var seen: Behaviour
        /// nil: it declares nothing.
        package var declared: String?
        package var before: String?
        /// nil: it declares nothing.
        package var hasOtherName: Bool?
        /// With the last time; nil: there was none.
        package var comparison: Behaviour.Comparison?
        /// It answered otherwise at first, and not, or otherwise again, when it was asked once more.
        package var wasChance = false
        /// It answers otherwise, and has to be seen again at another time.
        package var isFirstSight = false
        /// To fewer than half of the questions that it answered the last time it gives an answer that counts.
        package var cannotBeTold = false
        /// Ids of certificates.
        package var voided: [String] = []

        /// Seen twice.
        package var behavesOtherwise: Bool { comparison?.hasChanged == true && !wasChance && !isFirstSight }
        package var isOther: Bool { hasOtherName == true || behavesOtherwise }
    }

    /// - Parameters:
    ///   - times: how often each question is asked.
    ///   - ceilings: of all that is asked.
    /// - Returns: what was found, nil: it does not answer; and what it cost.
    package func look(
        times: Int,
        by actor: Actor,
        _ confirmation: Confirmation,
        within ceilings: RunPlan.Ceilings = .init()
    ) async throws -> (found: Found?, spent: Spent) {
        var look = await Behaviour.look(at: target, times: times, within: ceilings)
        guard let seen = look.seen else { return (nil, look.spent) }
        var found = Found(seen: seen)
        let gate = try desk.refresh().gate
        found.before = gate.fingerprints[model]
        found.declared = try declared(seen, gate)
        found.hasOtherName = try found.declared.map {
            try desk.note(fingerprint: $0, model: model, lineage: lineage)
        }
        guard let known = try store.behaviour(of: model) else {
            try await store.keep(seen, of: model, now: now())
            return (found, look.spent)
        }
        let comparison = seen.compared(with: known)
        found.comparison = comparison
        // Unless it was not asked the rest.
        let isWhole = look.spent.reached(ceilings, today: Spent()) == nil
        found.cannotBeTold = isWhole && comparison.questions * 2 < known.answered
        guard comparison.hasChanged else {
            try await store.keep(seen.filled(from: known), of: model, now: now())
            return (found, look.spent)
        }
        // Once could be chance; what is kept stays what the certificates were made of until it is no longer so.
        switch confirmation {
        case .atOnce:
            let again = await Behaviour.look(at: target, times: times, within: ceilings)
            look.spent = look.spent + again.spent
            found.wasChance = !(again.seen.map { $0.compared(with: known).hasChanged && $0.isLike(seen) } ?? false)
        case .apart(let first):
            let isSeenTwice = first.map { now() >= $0.at + Self.apart && seen.isLike($0.behaviour) } ?? false
            found.isFirstSight = !isSeenTwice
        }
        guard found.behavesOtherwise else { return (found, look.spent) }
        found.voided = try desk.voidAll(of: model, by: actor, reason: "its behaviour has changed")
        try await store.keep(seen, of: model, now: now())
        return (found, look.spent)
    }

    /// Of several replicas a few questions need not meet all: whoever meets only some that are known has met nobody else.
    private func declared(_ seen: Behaviour, _ gate: GateState) throws -> String? {
        let declared = Fingerprint.declared(models: seen.models, builds: seen.builds)
        guard let before = gate.fingerprints[model], declared != nil, declared != before,
            let run = gate.certificates.values.first(where: {
                $0.certificate.model == model && $0.certificate.fingerprint == before
            })?.certificate.run
        else { return declared }
        let known = try store.identities(of: run)
        let isKnown = known.models.isSuperset(of: seen.models) && known.builds.isSuperset(of: seen.builds)
        return isKnown ? before : declared
    }
}
