package import Dialects
import Domain

/// A settings document for tests: each provider with one model of the same name, all on one route in their order.
package struct GatewaySettings: Sendable {
    package struct Source: Sendable {
        package var name: String
        /// nil: the rehearsal model, which has no address.
        package var base: String?
        package var dialects = Dialect.allCases
        /// What its model is; nil: a lineage of its own, `test/NAME`.
        package var lineage: String?
        /// Further lines of the provider's mapping.
        package var extra: [String] = []
        /// Further lines of the model's mapping.
        package var model: [String] = []

        package init(name: String, base: String?) {
            self.name = name
            self.base = base
        }
    }

    package var sources: [Source]
    /// Of every model. Most tests ask a sick one more often than a breaker would; nil: as the product has it.
    package var breaker: String? = "off"
    package var route = "support"
    /// What is said of a lineage, by its name: the whole mapping, such as `{aliases: [old]}`.
    package var lineages: [String: String] = [:]
    /// Further lines of the route's mapping.
    package var routeLines: [String] = []
    /// Further routes, whole.
    package var routes: [String] = []
    /// Further lines of `limits`.
    package var limits: [String] = []
    /// Further lines of `listeners.service`.
    package var service: [String] = []
    package var tenants = ["acme"]
    /// Further lines of the tenant `acme`.
    package var acme: [String] = []
    /// Further sections, whole.
    package var more = ""

    package init(_ sources: [Source]) {
        self.sources = sources
    }

    package init(_ providers: KeyValuePairs<String, ScriptedProvider>) {
        self.init(providers.map { Source(name: $0.key, base: $0.value.base) })
    }

    /// The upstream id of a source's model.
    package static func id(_ name: String) -> String { "\(name)-model" }

    private static func lineage(_ source: Source) -> String { source.lineage ?? "test/\(source.name)" }

    /// - Parameter folder: where state, keys and whatever else the instance owns lies.
    package func yaml(folder: String) -> String {
        var lines = ["state: \(folder)/state", "keys: \(folder)/keys", "providers:"]
        for source in sources {
            lines += [
                "  \(source.name):", "    kind: \(source.base == nil ? "rehearsal" : "openai-compatible")",
                "    dialects: [\(source.dialects.map(\.rawValue).joined(separator: ", "))]",
            ]
            if let base = source.base { lines.append("    base_url: \(base)") }
            lines += source.extra.map { "    \($0)" }
        }
        lines.append("lineages:")
        let declared = Set(sources.map(Self.lineage)).union(lineages.keys)
        for name in declared.sorted() { lines.append("  \(name): \(lineages[name] ?? "{}")") }
        lines.append("models:")
        for source in sources {
            lines += [
                "  \(source.name):", "    provider: \(source.name)", "    id: \(Self.id(source.name))",
                "    lineage: \(Self.lineage(source))",
            ]
            if let breaker { lines.append("    breaker: \(breaker)") }
            lines += source.model.map { "    \($0)" }
        }
        lines += ["routes:", "  \(route):", "    serve: [\(sources.map(\.name).joined(separator: ", "))]"]
        lines += routeLines.map { "    \($0)" } + routes.map { "  \($0)" }
        lines.append("tenants:")
        for tenant in tenants {
            lines.append(tenant == "acme" && !acme.isEmpty ? "  acme:" : "  \(tenant): {}")
            if tenant == "acme" { lines += acme.map { "    \($0)" } }
        }
        lines += ["listeners:", "  service:"]
        if !service.contains(where: { $0.hasPrefix("bind:") }) { lines.append("    bind: 127.0.0.1:0") }
        lines += service.map { "    \($0)" }
        lines += ["  operator:", "    bind: 127.0.0.1:0"]
        if !limits.isEmpty { lines += ["limits:"] + limits.map { "  \($0)" } }
        return lines.joined(separator: "\n") + "\n" + more
    }
}
