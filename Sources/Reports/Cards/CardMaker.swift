package import Control
import Domain
package import Settings

/// Reads a card out of the fold, the settings and what was counted of the journal.
package struct CardMaker {
    /// What a pack tells of itself.
    package struct Pack: Sendable {
        package var id: String
        package var title: String
        package var languages: [String]
        /// Of the product; others are an installation's own, and nobody misses them.
        package var isBuiltIn: Bool

        package init(id: String, title: String, languages: [String], isBuiltIn: Bool) {
            self.id = id
            self.title = title
            self.languages = languages
            self.isBuiltIn = isBuiltIn
        }
    }

    private let settings: Settings
    private let state: ControlState
    private let packs: [Pack]
    private let standing: (Model, Policy) -> GateState.Standing

    /// - Parameter standing: of a model under a policy as it stands in the settings now.
    package init(
        _ settings: Settings,
        _ state: ControlState,
        packs: [Pack],
        standing: @escaping (Model, Policy) -> GateState.Standing
    ) {
        self.settings = settings
        self.state = state
        self.packs = packs
        self.standing = standing
    }

    /// - Parameters:
    ///   - models: that serve the route, or are of the lineage.
    ///   - serving: what is said of them, in the order in which they are asked.
    ///   - traffic: nil: none was counted.
    ///   - now: Unix milliseconds.
    package func card(
        of subject: Card.Subject,
        models: [Model],
        serving: [Card.Serving],
        traffic: Card.Traffic?,
        ledger: Card.Ledger,
        now: UInt64
    ) -> Card {
        let certificates = certificates(of: models)
        let tried = Set(certificates.flatMap { $0.issued.certificate.packs.map(\.pack) })
        let route = route(subject)
        return Card(
            subject: subject,
            purpose: route?.purpose,
            notFor: route?.notFor,
            organisation: settings.organisation?.name,
            contact: settings.organisation?.contact,
            madeAt: now,
            ledger: ledger,
            serving: serving,
            requirement: route?.requirement.map { .init(policy: $0.policy, mode: $0.mode.rawValue) },
            certificates: certificates,
            untested: packs.filter { $0.isBuiltIn && !tried.contains($0.id) }.map { "\($0.id): \($0.title)" },
            languages: Set(packs.filter { tried.contains($0.id) }.flatMap(\.languages)).sorted(),
            findings: findings(of: models),
            recalls: recalls(of: models),
            drill: route.flatMap { state.drills[$0.name] }.map { Card.Drilled(drill: $0) },
            traffic: traffic,
            boundary: boundary(route)
        )
    }

    private func route(_ subject: Card.Subject) -> Route? {
        guard case .route(let name) = subject else { return nil }
        return settings.routes.first { $0.name == name }
    }

    // MARK: Certificates

    /// The newest that says something, of each model under each policy.
    private func certificates(of models: [Model]) -> [Card.Certified] {
        models.flatMap { model in
            settings.policies.compactMap { policy -> Card.Certified? in
                let standing = standing(model, policy)
                guard let (id, words) = Self.words(standing), let issued = state.gate.certificates[id] else {
                    return nil
                }
                return Card.Certified(issued: issued, standing: words)
            }
        }
        .sorted { $0.index > $1.index }
    }

    private static func words(_ standing: GateState.Standing) -> (String, String)? {
        switch standing {
        case .missing: nil
        case .valid(let id, _): (id, "valid")
        case .stale(let id, .expired): (id, "stale: it has expired")
        case .stale(let id, .fingerprint): (id, "stale: the model's declared build has changed")
        case .stale(let id, .policy): (id, "stale: the policy or one of its packs has changed")
        case .refused(let id): (id, "refused")
        case .void(let id): (id, "void: the model's behaviour has changed")
        }
    }

    // MARK: Findings and recalls

    private func findings(of models: [Model]) -> [Card.Found] {
        let names = Set(models.map(\.name))
        return state.gate.findings.values.filter { names.contains($0.finding.model) }
            .map { Card.Found(confirmed: $0) }
            .sorted { $0.index > $1.index }
    }

    /// Drills are told apart, and what was dismissed was nothing.
    private func recalls(of models: [Model]) -> [Card.Recalled] {
        state.recalls.values.filter { recall in
            recall.state != .dismissed && models.contains { recall.reaches($0, settings) }
        }
        .map { Card.Recalled(recall: $0) }
        .sorted { $0.newestIndex > $1.newestIndex }
    }

    private func boundary(_ route: Route?) -> [String] {
        guard let boundary = route?.boundary else { return [] }
        return [("regions", boundary.regions), ("vendors", boundary.vendors)].compactMap { name, values in
            values.map { "\(name): \($0.sorted().joined(separator: ", "))" }
        }
    }
}
