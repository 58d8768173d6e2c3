import JSON
import NIOCore
import Relay
import Routing
import Telemetry

/// What operators see of a model while it serves: its requests under way and its breaker.
enum ModelView {
    static func json(_ model: ModelHandle) -> JSONValue {
        let breaker = model.breaker
        return .object(
            ("model", .string(model.name)),
            ("in_flight", .integer(model.places.inFlight)),
            ("waiting", .integer(model.places.waiting)),
            ("breaker", .string(breaker?.state.label ?? "off")),
            ("cause", breaker.flatMap { $0.state == .closed ? nil : $0.cause }.map { .string($0.rawValue) }),
            ("closed_to_all_for_ms", breaker.flatMap { left($0.state) }.map { .integer($0) }),
            ("openings", breaker.map { .integer(Int(clamping: $0.counts.openings)) }),
            ("refused", breaker.map { .integer(Int(clamping: $0.counts.refused)) })
        )
    }

    /// Milliseconds until the next attempt is let through.
    private static func left(_ state: BreakerState) -> Int? {
        guard case .open(let until) = state else { return nil }
        let now = NIODeadline.now().uptimeNanoseconds
        return until > now ? Int(clamping: (until - now) / 1_000_000) : 0
    }

    static func readings(_ models: [ModelHandle]) -> [Reading] {
        let with = models.compactMap { model in model.breaker.map { (model.name, $0) } }
        return models.map {
            Reading(
                "holdfast_model_in_flight",
                "Requests under way at a model.",
                .gauge,
                $0.places.inFlight,
                labels: label($0.name)
            )
        }
            + models.map {
                Reading(
                    "holdfast_model_waiting",
                    "Requests that wait for a place at a model.",
                    .gauge,
                    $0.places.waiting,
                    labels: label($0.name)
                )
            }
            + with.map { name, breaker in
                Reading(
                    "holdfast_breaker_state",
                    "A model's breaker: 0 closed, 1 half open, 2 open.",
                    .gauge,
                    number(breaker.state),
                    labels: label(name)
                )
            }
            + with.map { name, breaker in
                Reading(
                    "holdfast_breaker_openings_total",
                    "How often a model's breaker opened.",
                    .counter,
                    Int(clamping: breaker.counts.openings),
                    labels: label(name)
                )
            }
            + with.map { name, breaker in
                Reading(
                    "holdfast_breaker_refused_total",
                    "Attempts that a model's breaker did not let through.",
                    .counter,
                    Int(clamping: breaker.counts.refused),
                    labels: label(name)
                )
            }
    }

    private static func label(_ model: String) -> [(String, String)] { [("model", model)] }

    private static func number(_ state: BreakerState) -> Int {
        switch state {
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
    }

    /// In a few words, for people.
    static func words(_ model: JSONValue) -> String {
        let state = model["breaker"]?.string ?? "-"
        let wait = model["closed_to_all_for_ms"]?.integer.map { ", asked again in \(($0 + 999) / 1000)s" } ?? ""
        let cause = model["cause"]?.string.map { " (\($0))" } ?? ""
        return
            "\(model["model"]?.string ?? "-"): breaker \(state)\(cause)\(wait), \(model["in_flight"]?.integer ?? 0) in flight"
    }
}
