import Control
import Domain
import JSON

// What messages hold beside the sentence: public fields only.

extension Recall {
    var told: CanonicalValue {
        var members: [String: CanonicalValue] = [
            "id": .string(id),
            "state": .string(state.rawValue),
            "lineage": .string(order.lineage.description),
            "sliced": .bool(!order.slice.isWhole),
            "class": .string(order.recallClass.rawValue),
            "depth": .string(order.depth.rawValue),
            "kind": .string(order.kind.rawValue),
            "drill": .bool(order.isDrill),
            "serving_percent": .integer(share),
        ]
        members["notice"] = order.notice.map { .string($0) }
        return .object(members)
    }
}

extension Certificate {
    var told: CanonicalValue {
        .object([
            "id": .string(id), "lineage": .string(lineage), "policy": .string(policy),
            "outcome": .string(outcome.rawValue),
            "expires_at": .string(ClockText.rfc3339(unixMilliseconds: expiresAt)),
        ])
    }
}

extension Finding {
    var told: CanonicalValue { .object(members) }

    /// With how far it reaches.
    func told(_ breadth: FindingBreadth) -> CanonicalValue {
        var members = members
        members["breadth"] = .string(breadth.breadth.rawValue)
        members["proposal"] = breadth.proposal.map { proposal in
            .object([
                "class": .string(proposal.recallClass.rawValue), "depth": .string(proposal.depth.rawValue),
                "sliced": .bool(!proposal.slice.isWhole),
            ])
        }
        return .object(members)
    }

    private var members: [String: CanonicalValue] {
        [
            "id": .string(id), "lineage": .string(lineage), "pack": .string(pack), "severity": .string(severity),
            "hits": .integer(hits), "trials": .integer(rate.count),
        ]
    }
}

extension WatchAlarm {
    var told: CanonicalValue {
        var members: [String: CanonicalValue] = [
            "id": .string(id), "kind": .string(kind.rawValue), "level": .string(level.rawValue),
            "lineage": .string(lineage), "policy": .string(policy), "stream": .string(stream),
            "trials": .integer(trials), "hits": .integer(hits),
        ]
        members["certificate"] = certificate.map { .string($0) }
        return .object(members)
    }
}

extension WatchPausing {
    var told: CanonicalValue {
        var members: [String: CanonicalValue] = ["paused": .bool(true), "whole": .bool(model == nil)]
        members["until"] = until.map { .string(ClockText.rfc3339(unixMilliseconds: $0)) }
        return .object(members)
    }
}

extension WatchResuming {
    var told: CanonicalValue { .object(["paused": .bool(false), "whole": .bool(model == nil)]) }
}

extension FingerprintChange {
    var told: CanonicalValue {
        var members: [String: CanonicalValue] = ["lineage": .string(lineage), "to": .string(to)]
        members["from"] = from.map { .string($0) }
        return .object(members)
    }
}

extension CertificateAlarm {
    var kind: NotificationKind { reason == .expiring ? .certificateExpiring : .certificateStale }

    /// What follows upon the certificate's name.
    func words(until end: UInt64) -> String {
        switch reason {
        case .expired: "has expired"
        case .fingerprint: "is stale: what answers declares another fingerprint"
        case .policy: "is stale: the policy has changed since"
        case .expiring: "expires at \(ClockText.rfc3339(unixMilliseconds: end)), and nothing has renewed it"
        }
    }
}
