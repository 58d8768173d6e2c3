import Dialects
import Domain
import HoldfastTesting

/// What a scenario wants of the settings, and the one place where that becomes text.
///
/// A knob that the binary does not have is left out and told as a problem: the scenario is played all the same, and shows
/// what happens without.
struct ScenarioSettings: Sendable {
    /// The models of the route, in order.
    var cast: [Role] = [.sick, .well]
    var clocks = Clocks()
    /// Of one exchange.
    var attempts: Int?
    /// The whole mapping: `{last_model: 3}`.
    var retries: String?
    var refusals: String?
    var continues = false
    var lastResort: String?
    /// Of each model.
    var concurrency: Int?
    /// The whole mapping: `{size: 8, wait: 1s}`.
    var queue: String?
    /// Per million tokens, for input and output.
    var prices: [Role: (input: String, output: String)] = [:]
    var capabilities: [Role: String] = [:]
    /// Of the sick provider; each is one that only the provider's log can tell apart.
    var credentials: [String] = []
    /// Where the sick provider is said to be; nil: where it is. Made anew for each stage.
    var elsewhere: (@Sendable (ScriptedProvider) async throws -> Elsewhere)?
    /// A route `healthy` that only the substitute serves.
    var hasHealthyRoute = false

    /// Durations as settings write them; nil: the default.
    struct Clocks: Sendable {
        var connect: String?
        var head: String?
        var firstContent: String?
        var idle: String?
        /// The whole mapping: `{bytes_per_second: N, over: 5s}`.
        var floor: String?
        var total: String?
    }

    /// One thing that a document may say, and where.
    struct Knob: Sendable, Hashable {
        enum Place: Sendable, Hashable { case route, model }

        var place: Place
        /// As it is told when the binary does not have it.
        var name: String
        var line: String
    }

    static let healthyRoute = "healthy"

    // MARK: Knobs

    private var clockPairs: [(key: String, value: String)] {
        let all: [(key: String, value: String?)] = [
            ("connect", clocks.connect), ("head", clocks.head), ("first_content", clocks.firstContent),
            ("idle", clocks.idle), ("floor", clocks.floor), ("total", clocks.total),
        ]
        return all.compactMap { pair in pair.value.map { (key: pair.key, value: $0) } }
    }

    private func clockLine(_ section: String, _ pairs: [(key: String, value: String)]) -> String {
        "\(section): {\(pairs.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
    }

    private var knobs: [Knob] {
        var knobs: [Knob] = []
        func add(_ place: Knob.Place, _ name: String, _ line: String?) {
            if let line { knobs.append(Knob(place: place, name: name, line: line)) }
        }
        add(.route, "attempts", attempts.map { "attempts: \($0)" })
        add(.route, "retries", retries.map { "retries: \($0)" })
        add(.route, "refusals", refusals.map { "refusals: \($0)" })
        add(.route, "continue", continues ? "continue: true" : nil)
        add(.route, "last_resort", lastResort.map { "last_resort: {text: \"\($0)\"}" })
        let limits = [concurrency.map { "concurrency: \($0)" }, queue.map { "queue: \($0)" }].compactMap { $0 }
        if !limits.isEmpty {
            add(.model, queue == nil ? "concurrency" : "queue", "limits: {\(limits.joined(separator: ", "))}")
        }
        return knobs
    }

    /// Everything that this asks for, each by itself, so that a binary can be asked what it has.
    var probes: [Knob] {
        knobs + clockPairs.map { Knob(place: .route, name: "clocks.\($0.key)", line: clockLine("clocks", [$0])) }
    }

    /// What the binary does not have of it.
    func missing(in vocabulary: Vocabulary) -> [String] {
        probes.filter { !vocabulary.has($0) && !vocabulary.hasOlder($0) }.map(\.name)
    }

    // MARK: Text

    /// - Parameter sickBase: nil: that of the sick provider.
    func gateway(
        _ providers: [Role: ScriptedProvider],
        _ sickBase: String?,
        _ form: Form,
        _ vocabulary: Vocabulary
    ) -> GatewaySettings {
        let known = knobs.filter(vocabulary.has)
        let perModel = known.filter { $0.place == .model }.map(\.line)
        var settings = GatewaySettings(
            cast.compactMap { role in
                providers[role].map { provider in
                    source(role, (role == .sick ? sickBase : nil) ?? provider.base, form, perModel)
                }
            }
        )
        settings.routeLines = known.filter { $0.place == .route }.map(\.line) + clockLines(vocabulary)
        // A scenario that went wrong must not keep the run for half a minute.
        settings.limits = ["drain: 3s"]
        if hasHealthyRoute {
            settings.routes = ["\(Self.healthyRoute):", "  serve: [\(Role.well.rawValue)]"]
        }
        return settings
    }

    private func source(
        _ role: Role,
        _ base: String,
        _ form: Form,
        _ perModel: [String]
    ) -> GatewaySettings.Source {
        var source = GatewaySettings.Source(name: role.rawValue, base: base)
        if form.isTranslated { source.dialects = [form.upstream] }
        source.model = perModel
        if let price = prices[role] {
            source.model.append("prices: {input: \"\(price.input)\", output: \"\(price.output)\"}")
        }
        if let list = capabilities[role] { source.model.append("capabilities: \(list)") }
        if role == .sick, !credentials.isEmpty {
            let names = credentials.indices.map { "env:\(Self.credentialName($0))" }
            source.extra.append("credentials: [\(names.joined(separator: ", "))]")
        }
        return source
    }

    private func clockLines(_ vocabulary: Vocabulary) -> [String] {
        let pairs = clockPairs
        let known = pairs.filter { vocabulary.has(Knob(place: .route, name: "", line: clockLine("clocks", [$0]))) }
        if !known.isEmpty { return [clockLine("clocks", known)] }
        let older = pairs.filter { vocabulary.hasOlder(Knob(place: .route, name: "clocks.\($0.key)", line: "")) }
        return older.isEmpty ? [] : [clockLine(Vocabulary.olderClocks, older)]
    }

    private static func credentialName(_ index: Int) -> String { "SCENARIO_CREDENTIAL_\(index)" }

    var environment: [String: String] {
        Dictionary(uniqueKeysWithValues: credentials.enumerated().map { (Self.credentialName($0.offset), $0.element) })
    }
}
