import Dialects
import Domain

/// Settings of a start without a file: what the environment offers, and what was assumed.
extension Settings {
    /// A vendor that is found by an environment variable.
    private struct Known {
        var name: String
        var kind: Provider.Kind
        var variable: String
        var baseVariable: String
    }

    private static let known = [
        Known(name: "openai", kind: .openai, variable: "OPENAI_API_KEY", baseVariable: "OPENAI_BASE_URL"),
        Known(name: "anthropic", kind: .anthropic, variable: "ANTHROPIC_API_KEY", baseVariable: "ANTHROPIC_BASE_URL"),
    ]

    /// - Returns: settings that serve any model name of each dialect through the provider that was found for it, and
    ///   sentences that say so. Always at least the rehearsal model, which needs nothing.
    package static func fromEnvironment(
        _ environment: [String: String],
        folder: String,
        home: String
    ) -> (settings: Settings, assumptions: [String]) {
        var providers: [Provider] = []
        var passThrough: [PassThrough] = []
        var assumptions: [String] = []
        for known in known where !(environment[known.variable] ?? "").isEmpty {
            var provider = Provider.make(known.name, known.kind)
            provider.credentials = [.environment(known.variable)]
            if let text = environment[known.baseVariable], !text.isEmpty {
                // Somebody wanted these requests elsewhere: the vendor's own address is no substitute.
                guard let base = BaseURL(text) else {
                    assumptions.append(
                        "\(known.baseVariable) is no base URL (http or https, a host, a path), so \(known.name) is left out. Correct it, or unset it to use the vendor's own."
                    )
                    continue
                }
                provider.baseURL = base.withVersion(known.kind)
            }
            providers.append(provider)
            passThrough.append(PassThrough(provider: known.name, vendor: known.name))
            assumptions.append(
                "\(known.variable) is set: any model name in \(words(provider)) goes to \(provider.baseURL?.host ?? known.name)."
            )
        }
        let covered = Set(providers.flatMap(\.dialects))
        if covered.count < 3 {
            var rehearsal = Provider.make("rehearsal", .rehearsal)
            rehearsal.dialects = rehearsal.dialects.filter { !covered.contains($0) }
            providers.append(rehearsal)
            passThrough.append(PassThrough(provider: "rehearsal", vendor: "holdfast"))
            assumptions.append(
                "The built-in rehearsal model answers \(words(rehearsal)): it is no real model, and its answers say so."
            )
        }
        let paths = Paths(folder: folder, home: home)
        let settings = Settings(
            state: paths.absolute(Defaults.state),
            keys: paths.absolute(Defaults.keys),
            currency: Defaults.currency,
            providers: providers,
            lineages: [],
            models: [],
            routes: [],
            passThrough: passThrough,
            tenants: [],
            listeners: Listeners(
                service: Listener(
                    host: Defaults.host,
                    port: Defaults.servicePort,
                    hosts: [],
                    origins: [],
                    plaintextAllowed: false
                ),
                operator: Listener(
                    host: Defaults.host,
                    port: Defaults.operatorPort,
                    hosts: [],
                    origins: [],
                    plaintextAllowed: false
                )
            ),
            limits: Limits(
                body: Defaults.body,
                memory: Defaults.memory,
                connections: Defaults.connections,
                receive: Defaults.receive,
                keepAlive: Defaults.keepAlive,
                drain: Defaults.drain,
                threads: 0
            ),
            retention: Retention(journalAge: Defaults.journalAge, journalSize: Defaults.journalSize),
            logs: Logs(format: .text, level: .info)
        )
        return (settings, assumptions)
    }

    private static func words(_ provider: Provider) -> String {
        provider.dialects.map(\.rawValue).joined(separator: " and ")
    }
}

extension BaseURL {
    /// Anthropic's own variable names the host without the version; ours is the path that operations are appended to.
    func withVersion(_ kind: Provider.Kind) -> BaseURL {
        guard kind == .anthropic, path.isEmpty else { return self }
        var base = self
        base.path = "/v1"
        return base
    }
}
