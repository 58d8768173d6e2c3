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

    package struct Found: Sendable {
        package var seen: Behaviour
        /// nil: it declares nothing.
        package var declared: String?
        package var before: String?
        /// nil: it declares nothing.
        package var hasOtherName: Bool?
        /// With the last time; nil: there was none.
        package var comparison: Behaviour.Comparison?
        /// It answered otherwise at first, and not when it was asked once more.
        package var wasChance = false
        /// Ids of certificates.
        package var voided: [String] = []

        /// Seen twice.
        package var behavesOtherwise: Bool { comparison?.hasChanged == true && !wasChance }
        package var isOther: Bool { hasOtherName == true || behavesOtherwise }
    }

    /// - Parameter times: how often each question is asked.
    /// - Returns: nil: it does not answer.
    package func look(times: Int, by actor: Actor) async throws -> Found? {
        guard let seen = await Behaviour.look(at: target, times: times) else { return nil }
        var found = Found(seen: seen)
        let gate = try desk.refresh().gate
        found.before = gate.fingerprints[model]
        found.declared = try declared(seen, gate)
        found.hasOtherName = try found.declared.map {
            try desk.note(fingerprint: $0, model: model, lineage: lineage)
        }
        let known = try store.behaviour(of: model)
        found.comparison = known.map { seen.compared(with: $0) }
        if let known, found.comparison?.hasChanged == true {
            // Once could be chance; what is kept stays what the certificates were made of until it is no longer so.
            guard let again = await Behaviour.look(at: target, times: times), again.compared(with: known).hasChanged
            else {
                found.wasChance = true
                return found
            }
            found.voided = try desk.voidAll(of: model, by: actor, reason: "its behaviour has changed")
        }
        try await store.keep(seen, of: model, now: now())
        return found
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
