package import Control
import Domain
package import Settings

/// Where the models of routes that require a policy stand, at one moment: time alone makes a certificate stale.
package struct GateView: Sendable, Equatable {
    /// By model, then by policy.
    private var standings: [String: [String: GateState.Standing]] = [:]

    package static let empty = GateView()

    private init() {}

    /// - Parameters:
    ///   - hashes: of each policy as it stands in the settings.
    ///   - now: Unix milliseconds.
    package init(_ settings: Settings, _ gate: GateState, hashes: [String: String], now: UInt64) {
        for route in settings.routes {
            guard let policy = route.requirement?.policy else { continue }
            for model in route.serve where standings[model]?[policy] == nil {
                guard let configured = settings.models.first(where: { $0.name == model }) else { continue }
                standings[model, default: [:]][policy] = gate.standing(
                    of: configured.candidate,
                    under: policy,
                    hash: hashes[policy] ?? "",
                    now: now
                )
            }
        }
    }

    /// One model under one policy that a route requires.
    package struct Required: Sendable, Equatable {
        package var model: String
        package var policy: String
        package var standing: GateState.Standing

        package var isValid: Bool { if case .valid = standing { true } else { false } }
        /// A sentence.
        package var words: String { GateView.words(standing, policy) }
    }

    /// By model, then by policy.
    package var required: [Required] {
        standings.sorted { $0.key < $1.key }.flatMap { model, policies in
            policies.sorted { $0.key < $1.key }.map { Required(model: model, policy: $0.key, standing: $0.value) }
        }
    }

    package func standing(of model: String, under policy: String) -> GateState.Standing {
        standings[model]?[policy] ?? .missing
    }

    /// Of a route's models, those that may not serve for want of a certificate, each with the reason.
    ///
    /// - Parameter candidates: what could serve otherwise, in order.
    package func excluded(_ candidates: [String], _ requirement: Route.Requirement?) -> [String: String] {
        guard let requirement, requirement.mode != .report else { return [:] }
        let standings = candidates.map { ($0, standing(of: $0, under: requirement.policy)) }
        let hasValid = standings.contains { if case .valid = $0.1 { true } else { false } }
        var excluded: [String: String] = [:]
        for (model, standing) in standings {
            switch standing {
            case .valid: continue
            // Old evidence is better than no service, unless somebody has better.
            case .stale where requirement.mode == .enforce && !hasValid: continue
            case .stale, .missing, .refused, .void: excluded[model] = Self.words(standing, requirement.policy)
            }
        }
        return excluded
    }

    static func words(_ standing: GateState.Standing, _ policy: String) -> String {
        switch standing {
        case .valid(let id, _): "certified under `\(policy)` by \(id)"
        case .missing: "it was never certified under the policy `\(policy)`"
        case .refused(let id): "the policy `\(policy)` refused it (\(id))"
        case .void(let id): "its certificate \(id) under `\(policy)` was voided"
        case .stale(let id, .expired): "its certificate \(id) under `\(policy)` has expired"
        case .stale(let id, .fingerprint): "what answers is no longer what \(id) certified under `\(policy)`"
        case .stale(let id, .policy): "the policy `\(policy)` has changed since \(id)"
        }
    }
}

extension Model {
    /// As certificates know it.
    package var candidate: GateState.Candidate {
        .init(name: name, lineage: lineage.description, upstream: "\(provider)/\(id)")
    }
}
