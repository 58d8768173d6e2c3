package import Dialects
package import Domain

/// Which models of a route can take an operation, in order, and why each of the others cannot.
///
/// Only what settings decide is decided here, once per snapshot; what changes by the second (limits, breakers) is
/// asked at the attempt.
package enum Planner {
    package struct Candidate: Sendable, Equatable {
        package var model: String
        package var provider: String
        package var vendor: String
        package var region: String?
        package var dialects: [Dialect]
        package var capabilities: Set<Capability>
        package var hasCredential: Bool

        package init(
            model: String,
            provider: String,
            vendor: String,
            region: String?,
            dialects: [Dialect],
            capabilities: Set<Capability>,
            hasCredential: Bool
        ) {
            self.model = model
            self.provider = provider
            self.vendor = vendor
            self.region = region
            self.dialects = dialects
            self.capabilities = capabilities
            self.hasCredential = hasCredential
        }
    }

    package struct Boundary: Sendable, Equatable {
        package var regions: Set<String>?
        package var vendors: Set<String>?
        package var providers: Set<String>?

        package init(regions: Set<String>? = nil, vendors: Set<String>? = nil, providers: Set<String>? = nil) {
            self.regions = regions
            self.vendors = vendors
            self.providers = providers
        }
    }

    package enum Exclusion: Sendable, Equatable, CustomStringConvertible {
        case dialectNotSpoken
        case operationNotDeclared(Capability)
        case outsideRegions(String?)
        case outsideVendors(String)
        case outsideProviders(String)
        case credentialMissing
        /// A model in front of it would serve the request, and another model's count would be no count of it.
        case notCountedInFront
        /// The route requires a certificate that it does not hold; why.
        case notCertified(String)

        package var description: String {
            switch self {
            case .dialectNotSpoken: "its provider does not speak this dialect"
            case .operationNotDeclared(let capability): "it does not declare the capability `\(capability.rawValue)`"
            case .outsideRegions(nil): "it names no region and the route's boundary asks for one"
            case .outsideRegions(let region?): "its region `\(region)` is outside the route's boundary"
            case .outsideVendors(let vendor): "its vendor `\(vendor)` is outside the route's boundary"
            case .outsideProviders(let provider): "its provider `\(provider)` is outside the route's boundary"
            case .notCountedInFront: "a model in front of it would serve the request and does not count tokens"
            case .notCertified(let reason): reason
            case .credentialMissing: "no credential of its provider can be read"
            }
        }
    }

    /// nil: the candidate can take the operation.
    package static func exclusion(
        of candidate: Candidate,
        for operation: Operation,
        within boundary: Boundary
    ) -> Exclusion? {
        if let regions = boundary.regions, candidate.region.map({ !regions.contains($0) }) ?? true {
            return .outsideRegions(candidate.region)
        }
        if let vendors = boundary.vendors, !vendors.contains(candidate.vendor) {
            return .outsideVendors(candidate.vendor)
        }
        if let providers = boundary.providers, !providers.contains(candidate.provider) {
            return .outsideProviders(candidate.provider)
        }
        switch operation {
        case .conversation:
            // What its provider speaks can be translated; it must speak something.
            if candidate.dialects.isEmpty { return .dialectNotSpoken }
        case .embeddings:
            if !candidate.capabilities.contains(.embeddings) { return .operationNotDeclared(.embeddings) }
        case .countTokens, .inputTokens:
            if !candidate.dialects.contains(operation.dialect) { return .dialectNotSpoken }
            if !candidate.capabilities.contains(.countTokens) { return .operationNotDeclared(.countTokens) }
        }
        return candidate.hasCredential ? nil : .credentialMissing
    }
}
