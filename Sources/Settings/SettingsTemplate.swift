/// The commented file that `holdfast init` writes: valid as it stands, made of what the environment offers.
package enum SettingsTemplate {
    package static func make(environment: [String: String]) -> String {
        let hasOpenAI = !(environment["OPENAI_API_KEY"] ?? "").isEmpty
        let hasAnthropic = !(environment["ANTHROPIC_API_KEY"] ?? "").isEmpty
        return """
            # Holdfast settings. `holdfast check` tells what is wrong with them; docs/configuration.md explains every key.

            # Where the server keeps its state (one server a folder), relative to this file.
            state: ./holdfast-state

            # Upstream APIs. Credentials are never written here, only where to find them: env:NAME or file:PATH.
            providers:
            \(provider("openai", "OPENAI_API_KEY", hasOpenAI, base("OPENAI_BASE_URL", .openai, environment)))
            \(provider("anthropic", "ANTHROPIC_API_KEY", hasAnthropic, base("ANTHROPIC_BASE_URL", .anthropic, environment)))
              # Any server that speaks one of the protocols:
              # local: {kind: openai-compatible, base_url: "http://127.0.0.1:8081/v1", auth: none}

              # Built in, needs no network, always says what it is: for tests, drills and the last line of defence.
              rehearsal: {kind: rehearsal, rehearsal: {answer: "The assistant cannot be reached just now. Please try again later."}}

            # What a model is, whatever path reaches it: vendor/family[@version].
            lineages:
            \(lines(hasOpenAI, "  openai/gpt-5: {}"))
            \(lines(hasAnthropic, "  anthropic/claude-sonnet@4.6: {}"))

            # One callable model each. `id` is the provider's own name for it. Prices per million tokens, in quotes.
            models:
            \(lines(hasOpenAI, "  gpt: {provider: openai, id: gpt-5, lineage: openai/gpt-5, prices: {input: \"1.25\", output: \"10\"}}"))
            \(lines(hasAnthropic, "  sonnet: {provider: anthropic, id: claude-sonnet-4-6, lineage: anthropic/claude-sonnet@4.6, prices: {input: \"3\", output: \"15\"}}"))
              stand-in: {provider: rehearsal}

            # The names that applications ask for in `model`. The first model that can take a request does.
            routes:
              assistant: {serve: [\(serve(hasOpenAI, hasAnthropic))]}

            # Who may have keys: `holdfast key create --tenant default`.
            tenants:
              default: {requests_per_minute: 600}

            listeners:
              service: {bind: "127.0.0.1:8787"}
              operator: {bind: "127.0.0.1:8788"}

            """
    }

    private static func provider(_ name: String, _ variable: String, _ isFound: Bool, _ base: String?) -> String {
        let address = base.map { ", base_url: \"\($0)\"" } ?? ""
        return lines(isFound, "  \(name): {kind: \(name), credential: env:\(variable)\(address)}")
    }

    /// What a start without a file would use; a query may hold a secret, and such a URL is not written down.
    private static func base(_ variable: String, _ kind: Provider.Kind, _ environment: [String: String]) -> String? {
        guard let base = BaseURL(environment[variable] ?? "")?.withVersion(kind), base.query == nil,
            !base.path.contains("\""), !base.host.contains("\"")
        else { return nil }
        return base.text
    }

    private static func lines(_ isActive: Bool, _ line: String) -> String {
        isActive ? line : "  # " + line.dropFirst(2)
    }

    private static func serve(_ hasOpenAI: Bool, _ hasAnthropic: Bool) -> String {
        ((hasAnthropic ? ["sonnet"] : []) + (hasOpenAI ? ["gpt"] : []) + ["stand-in"]).joined(separator: ", ")
    }
}
