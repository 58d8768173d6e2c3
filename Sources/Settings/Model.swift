package import Domain
package import Routing

/// One callable model at one provider.
package struct Model: Sendable, Equatable {
    package var name: String
    package var provider: String
    /// What the provider calls it: the `model` value that goes upstream.
    package var id: String
    package var lineage: Lineage
    package var capabilities: Set<Capability>
    /// Tokens; nil: not declared.
    package var contextLimit: Int?
    package var outputLimit: Int?
    /// Requests under way at once, and how many wait for how long.
    package var places: AdmissionLimits
    /// nil: it has none, and is asked however often it fails.
    package var breaker: BreakerLimits?
    package var prices: PriceList?
    package var region: String?
    /// `YYYY-MM-DD`: when its vendor ends it, as far as the operator was told.
    package var retires: String?

    package init(
        name: String,
        provider: String,
        id: String,
        lineage: Lineage,
        capabilities: Set<Capability>,
        contextLimit: Int? = nil,
        outputLimit: Int? = nil,
        places: AdmissionLimits = AdmissionLimits(),
        breaker: BreakerLimits? = BreakerLimits(),
        prices: PriceList? = nil,
        region: String? = nil,
        retires: String? = nil
    ) {
        self.name = name
        self.provider = provider
        self.id = id
        self.lineage = lineage
        self.capabilities = capabilities
        self.contextLimit = contextLimit
        self.outputLimit = outputLimit
        self.places = places
        self.breaker = breaker
        self.prices = prices
        self.region = region
        self.retires = retires
    }
}
