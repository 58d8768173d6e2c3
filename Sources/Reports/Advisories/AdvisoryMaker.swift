package import Control
import Domain
package import Settings

/// Makes advisories out of incidents, the fold and the settings.
package struct AdvisoryMaker {
    /// Why none can be made.
    package enum Missing: Error, CustomStringConvertible {
        case organisation, namespace
        case address(String)

        package var description: String {
            switch self {
            case .organisation:
                "An advisory must say who publishes it, and the settings do not. Add `organisation: {name: …, namespace: https://…}` to them."
            case .namespace:
                "An advisory needs a URL that is its publisher's, so that its id is unique. Add `namespace: https://…` to `organisation` in the settings."
            case .address(let address):
                "`\(address.excerpt)` is no address under which documents could be found. Give --address a URL such as https://status.example.org/."
            }
        }
    }

    private let settings: Settings
    private let state: ControlState
    package let publisher: Advisory.Publisher
    private let origin: String?
    private let address: String?
    private let standing: (Model, Policy) -> GateState.Standing

    /// - Parameters:
    ///   - origin: the ledger's name.
    ///   - address: where the folder will be found; nil: nobody said.
    package init(
        _ settings: Settings,
        _ state: ControlState,
        origin: String?,
        address: String?,
        standing: @escaping (Model, Policy) -> GateState.Standing
    ) throws(Missing) {
        guard let organisation = settings.organisation else { throw .organisation }
        guard let namespace = organisation.namespace else { throw .namespace }
        if let address, !URISyntax.isMet(address) || address.contains(where: { $0 == "?" || $0 == "#" }) {
            throw .address(address)
        }
        self.settings = settings
        self.state = state
        publisher = .init(name: organisation.name, namespace: namespace, contact: organisation.contact)
        self.origin = origin
        self.address = address.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        self.standing = standing
    }

    package func advisory(of incident: StatusBoard.Incident) -> Advisory {
        Advisory(
            incident: incident,
            findings: incident.recall.order.findings.compactMap { state.gate.findings[$0] },
            substitutes: incident.substitutes.compactMap { Lineage($0) }.map { lineage in
                .init(
                    lineage: lineage,
                    isRehearsal: isRehearsal(lineage),
                    certificates: certificates(of: lineage, for: incident)
                )
            },
            publisher: publisher,
            origin: origin,
            address: address
        )
    }

    /// Where one of its models is, it is: it may be the one that serves.
    private func isRehearsal(_ lineage: Lineage) -> Bool {
        settings.models.contains { model in
            model.lineage == lineage
                && settings.providers.contains { $0.name == model.provider && $0.kind == .rehearsal }
        }
    }

    /// Those that let it serve on the routes which the recall is about.
    private func certificates(of lineage: Lineage, for incident: StatusBoard.Incident) -> [GateState.Issued] {
        let routes = settings.routes.filter { incident.affected.contains(StatusBoard.Component.id(.route, $0.name)) }
        let ids = routes.flatMap { route -> [String] in
            guard let policy = settings.policies.first(where: { $0.name == route.requirement?.policy }) else {
                return []
            }
            return settings.models.filter { $0.lineage == lineage && route.serve.contains($0.name) }.compactMap {
                model in
                if case .valid(let id, _) = standing(model, policy) { id } else { nil }
            }
        }
        return Set(ids).compactMap { state.gate.certificates[$0] }.sorted { $0.epoch < $1.epoch }
    }
}
