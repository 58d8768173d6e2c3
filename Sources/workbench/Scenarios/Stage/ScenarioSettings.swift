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
    var continuesRecalled = false
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
    /// A route `second` that the whole cast serves, too.
    var hasSecondRoute = false
    /// The whole mapping: `{failures: 3}`; nil: none.
    var breaker: String?
    /// What models are; of others it is a lineage of their own.
    var lineages: [Role: String] = [:]
    /// What is said of lineages, by their name: the whole mapping.
    var declared: [String: String] = [:]
    var tenants = ["acme"]
    /// The processes see a clock that the scenario sets.
    var hasShiftedClock = false

    /// Durations as settings write them; nil: the default.
    struct Clocks: Sendable {
        var connect: String?
        var head: String?
        var firstContent: String?
        var idle: String?
        /// Bytes per second, and what they are measured over.
        var floor: Int?
        var floorWindow: String?
        var total: String?
    }

    /// One thing that a document may say, and where.
    struct Knob: Sendable, Hashable {
        enum Place: Sendable, Hashable { case route, model }

        var place: Place
        /// The mapping that it stands in; nil: the route's or the model's own.
        var section: String?
        var key: String
        var value: String

        var name: String { (section.map { $0 + "." } ?? "") + key }
        /// By itself.
        var line: String { section.map { "\($0): {\(key): \(value)}" } ?? "\(key): \(value)" }
    }

    static let healthyRoute = "healthy"
    static let secondRoute = "second"

    // MARK: Knobs

    /// Everything that this asks for.
    var knobs: [Knob] {
        let all: [(place: Knob.Place, section: String?, key: String, value: String?)] = [
            (.route, "timeouts", "connect", clocks.connect), (.route, "timeouts", "head", clocks.head),
            (.route, "timeouts", "first_content", clocks.firstContent), (.route, "timeouts", "idle", clocks.idle),
            (.route, "timeouts", "floor", clocks.floor.map(String.init)),
            (.route, "timeouts", "floor_window", clocks.floorWindow), (.route, "timeouts", "total", clocks.total),
            (.route, nil, "attempts", attempts.map(String.init)), (.route, nil, "retries", retries),
            (.route, nil, "refusals", refusals), (.route, nil, "continue", continues ? "true" : nil),
            (.route, nil, "continue_recalled", continuesRecalled ? "true" : nil),
            (.route, nil, "last_resort", lastResort.map { "{text: \"\($0)\"}" }),
            (.model, "limits", "concurrency", concurrency.map(String.init)), (.model, "limits", "queue", queue),
        ]
        return all.compactMap { row in
            row.value.map { Knob(place: row.place, section: row.section, key: row.key, value: $0) }
        }
    }

    /// What the binary does not have of it.
    func missing(in vocabulary: Vocabulary) -> [String] {
        knobs.filter { !vocabulary.has($0) }.map(\.name)
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
        let perModel = Self.lines(known.filter { $0.place == .model })
        var settings = GatewaySettings(
            cast.compactMap { role in
                providers[role].map { provider in
                    source(role, (role == .sick ? sickBase : nil) ?? provider.base, form, perModel)
                }
            }
        )
        settings.routeLines = Self.lines(known.filter { $0.place == .route })
        // A scenario that went wrong must not keep the run for half a minute.
        settings.limits = ["drain: 3s"]
        if hasHealthyRoute {
            settings.routes += ["\(Self.healthyRoute):", "  serve: [\(Role.well.rawValue)]"]
        }
        if hasSecondRoute {
            settings.routes += ["\(Self.secondRoute):", "  serve: [\(cast.map(\.rawValue).joined(separator: ", "))]"]
        }
        if let breaker { settings.breaker = breaker }
        settings.lineages = declared
        settings.tenants = tenants
        return settings
    }

    private func source(
        _ role: Role,
        _ base: String,
        _ form: Form,
        _ perModel: [String]
    ) -> GatewaySettings.Source {
        var source = GatewaySettings.Source(name: role.rawValue, base: base)
        source.lineage = lineages[role]
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

    /// One line a section, and one a knob that stands in none.
    private static func lines(_ knobs: [Knob]) -> [String] {
        var sections: [(name: String, entries: [String])] = []
        for knob in knobs {
            guard let section = knob.section else { continue }
            let entry = "\(knob.key): \(knob.value)"
            if let place = sections.firstIndex(where: { $0.name == section }) {
                sections[place].entries.append(entry)
            } else {
                sections.append((name: section, entries: [entry]))
            }
        }
        return knobs.filter { $0.section == nil }.map(\.line)
            + sections.map { "\($0.name): {\($0.entries.joined(separator: ", "))}" }
    }

    private static func credentialName(_ index: Int) -> String { "SCENARIO_CREDENTIAL_\(index)" }

    var environment: [String: String] {
        Dictionary(uniqueKeysWithValues: credentials.enumerated().map { (Self.credentialName($0.offset), $0.element) })
    }
}
