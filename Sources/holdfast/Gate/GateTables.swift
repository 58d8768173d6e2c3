import Control
import Domain
import JSON
import Relay

/// Certificates and findings as the operator API lists them.
enum GateTables {
    /// Newest first.
    static func certificates(_ gate: GateState) -> JSONValue {
        let all = gate.certificates.values.sorted { ($1.at, $1.certificate.id) < ($0.at, $0.certificate.id) }
        return .object(
            (
                "certificates",
                .array(
                    all.map { issued in
                        .object(
                            ("certificate", RunView.json(issued.certificate)),
                            ("issued_at", .string(ClockText.rfc3339(unixMilliseconds: issued.at))),
                            (
                                "voided_at",
                                issued.voidedAt.map { .string(ClockText.rfc3339(unixMilliseconds: $0)) }
                            )
                        )
                    }
                )
            )
        )
    }

    /// Newest first.
    static func findings(_ gate: GateState) -> JSONValue {
        let all = gate.findings.values.sorted { ($1.at, $1.finding.id) < ($0.at, $0.finding.id) }
        return .object(
            (
                "findings",
                .array(
                    all.map { confirmed in
                        .object(
                            ("finding", FindingView.json(confirmed)),
                            ("confirmed_at", .string(ClockText.rfc3339(unixMilliseconds: confirmed.at)))
                        )
                    }
                )
            )
        )
    }

    /// A model under a policy that a route requires, as the status tells it.
    static func line(_ required: GateView.Required) -> JSONValue {
        let (standing, id): (String, String?) =
            switch required.standing {
            case .missing: ("missing", nil)
            case .valid(let id, _): ("valid", id)
            case .stale(let id, _): ("stale", id)
            case .refused(let id): ("refused", id)
            case .void(let id): ("void", id)
            }
        var until: String?
        if case .valid(_, let moment) = required.standing { until = ClockText.rfc3339(unixMilliseconds: moment) }
        return .object(
            ("model", .string(required.model)),
            ("policy", .string(required.policy)),
            ("standing", .string(standing)),
            ("id", id.map { .string($0) }),
            ("until", until.map { .string($0) }),
            ("because", .string(required.words))
        )
    }

    /// - Parameter line: of `line`.
    static func words(_ line: JSONValue) -> String {
        let until = line["until"]?.string.map { ", until \($0)" } ?? ""
        return "\(line["model"]?.string ?? ""): \(line["because"]?.string ?? "")\(until)"
    }
}
