/// What the operator wants clocks for when something is held back.
package struct Incidents: Sendable, Equatable {
    /// In the order of the document; empty: no clocks run.
    package var regimes: [Regime]

    package init(regimes: [Regime] = []) {
        self.regimes = regimes
    }
}

/// Rules that ask for reports, by the names that settings and commands know them by. What they ask stands in `RegulatorClock`.
package enum Regime: String, Sendable, CaseIterable {
    case euAIAct = "eu-ai-act-73"
    case certIn = "cert-in"
    case generalPurposeCode = "gpai-code"
    case dataProtectionIndia = "dpdp"
    case newYork = "ny-raise"
    case california = "ca-sb-53"
    case cyberResilience = "cra-14"
}

extension DocumentReader {
    func readIncidents(_ value: Value?) -> Incidents {
        guard let fields = value?.section(["regimes"]), let list = fields["regimes"]?.list() else { return Incidents() }
        var regimes: [Regime] = []
        for value in list {
            guard let regime = value.choice(Regime.self) else { continue }
            if regimes.contains(regime) {
                value.fail("`\(regime.rawValue)` stands twice in this list.", hint: "Keep one of them.")
            } else {
                regimes.append(regime)
            }
        }
        return Incidents(regimes: regimes)
    }
}
