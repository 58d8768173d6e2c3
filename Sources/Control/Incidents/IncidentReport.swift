package import JSON

/// A person says that a report of an incident was made to whom a regime names. Holdfast sends none.
package struct IncidentReport: Sendable, Equatable, Codable {
    /// `HF-IN-2026-0001`
    package var id: String
    /// As the settings name it: `cert-in`.
    package var regime: String
    /// What whoever got it calls it, or how it was sent; private.
    package var reference: String
    package var by: Actor

    package static let longestReference = 500
    package static let longestRegime = 64

    package init(id: String, regime: String, reference: String, by: Actor) {
        self.id = id
        self.regime = regime
        self.reference = reference
        self.by = by
    }

    package var publicFields: [String: CanonicalValue] {
        ["id": .string(id), "regime": .string(regime), "by": .string(by.description)]
    }

    package var privateFields: [String: CanonicalValue] { ["reference": .string(reference)] }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        regime = open["regime"]?.string ?? ""
        reference = closed["reference"]?.string ?? ""
        by = open["by"]?.string.flatMap { Actor($0) } ?? .server
    }
}
