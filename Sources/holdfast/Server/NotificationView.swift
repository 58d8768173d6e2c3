import Domain
import JSON
import Notifications
import Telemetry

/// What operators see of those who are told of recalls: never where they are, for many addresses are secrets.
enum NotificationView {
    static func json(_ figures: DeliveryFigures) -> JSONValue {
        .object(
            ("name", .string(figures.endpoint)),
            ("delivered", .integer(figures.delivered)),
            ("failed", .integer(figures.failed)),
            ("given_up", .integer(figures.givenUp)),
            ("pending", .integer(figures.pending)),
            ("failing_since", figures.failingSince.map { .string(ClockText.rfc3339(unixMilliseconds: $0)) }),
            ("last_error", figures.lastError.map { .string($0) })
        )
    }

    /// In a few words, for people.
    static func words(_ figures: JSONValue) -> String {
        func count(_ name: String) -> Int { figures[name]?.integer ?? 0 }
        var text = "\(figures["name"]?.string ?? "-"): \(count("delivered")) delivered, \(count("pending")) pending"
        if count("given_up") > 0 { text += ", \(count("given_up")) given up" }
        if let since = figures["failing_since"]?.string { text += ", failing since \(since)" }
        if let error = figures["last_error"]?.string { text += ": \(error)" }
        return text
    }

    static func readings(_ all: [DeliveryFigures]) -> [Reading] {
        all.flatMap { figures in
            [("delivered", figures.delivered), ("failed", figures.failed), ("given_up", figures.givenUp)].map {
                Reading(
                    "holdfast_notifications_total",
                    "Tries to deliver notifications, and notifications given up.",
                    .counter,
                    $0.1,
                    labels: [("endpoint", figures.endpoint), ("outcome", $0.0)]
                )
            }
        }
            + all.map {
                Reading(
                    "holdfast_notifications_pending",
                    "Notifications that wait to be delivered.",
                    .gauge,
                    $0.pending,
                    labels: [("endpoint", $0.endpoint)]
                )
            }
    }
}
