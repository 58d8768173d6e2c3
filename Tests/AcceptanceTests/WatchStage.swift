import Foundation
import GRDB
import HoldfastTesting
import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A watched route of rehearsal models, tried about once a second each, that a reload makes weak or strong.
struct WatchStage {
    /// Gives in to half of all requests, after a while, so that what takes several looks takes more than a moment.
    static let weak = ["rehearsal: {first_token: 20ms, weaknesses: [{leaks: secret, rate: 50%}]}"]
    /// The same of one that takes its time: what follows from a finding comes long before all is known of it.
    static let slowAndWeak = ["rehearsal: {first_token: 100ms, weaknesses: [{leaks: secret, rate: 50%}]}"]
    static let strong = ["rehearsal: {first_token: 20ms}"]

    var settings: GatewaySettings

    /// - Parameters:
    ///   - models: each with what its provider says further.
    ///   - onFinding: `watch.on_finding`.
    init(
        _ models: KeyValuePairs<String, [String]> = ["sonnet": strong, "backup": strong],
        onFinding: String = "hold",
        perDay: Int = 100_000
    ) {
        settings = GatewaySettings(
            models.map { name, extra in
                var source = GatewaySettings.Source(name: name, base: nil)
                source.extra = extra
                return source
            }
        )
        settings.routeLines = ["require: {policy: firm, mode: enforce}", "watch: {probes_per_day: \(perDay)}"]
        settings.more = """
            policies: {firm: {packs: {demo: {ceiling: 5%}}}}
            watch: {burst: 40, breadth: 200, on_finding: \(onFinding)}

            """
    }

    func changing(_ edit: (inout GatewaySettings) -> Void) -> WatchStage {
        var other = self
        edit(&other.settings)
        return other
    }

    func with(_ model: String, _ extra: [String]) -> WatchStage {
        changing { settings in
            for place in settings.sources.indices where settings.sources[place].name == model {
                settings.sources[place].extra = extra
            }
        }
    }

    // MARK: At a server

    /// A server whose models are certified as the route requires.
    ///
    /// - Parameter certified: nil: all of them.
    func serve(certified: [String]? = nil, _ body: (GatewayProcess) async throws -> Void) async throws {
        try await GatewayProcess.with(settings) { gateway in
            for model in certified ?? settings.sources.map(\.name) {
                let outcome = try await gateway.run("certify", model, "--policy", "firm")
                guard outcome.code == 0 else {
                    throw GatewayProcess.Failed(description: "\(model) is not certified: \(outcome.errors)")
                }
            }
            try await body(gateway)
        }
    }

    func reload(at gateway: GatewayProcess) throws {
        try gateway.folder.write(settings.yaml(folder: gateway.folder.path), to: "holdfast.yaml")
        gateway.process.signal(SIGHUP)
    }
}

extension GatewayProcess {
    /// What the server itself says of its watch.
    func watch(_ query: String = "") async throws -> JSONValue {
        let answer = try await ask("/api/v1/watch\(query)", token: localToken)
        guard answer.status == 200, let watch = answer.json else {
            throw Failed(description: "the watch cannot be read: \(answer)")
        }
        return watch
    }

    func watchPlace(_ model: String) async throws -> JSONValue? {
        try await watch()["places"]?.elements?.first { $0["model"]?.string == model }
    }

    func trials(of model: String) async throws -> Int { try await watchPlace(model)?["probes_today"]?.integer ?? 0 }

    /// Until the watch has made so many trials of a model.
    func trials(of model: String, atLeast count: Int) async throws {
        let _: Bool = try await eventually("trial \(count) of \(model)", within: .seconds(60)) {
            try await trials(of: model) >= count ? true : nil
        }
    }

    func recalls() async throws -> [JSONValue] {
        try await run("recalls", "--all", "--json").json?["recalls"]?.elements ?? []
    }

    /// The recall that there is, as soon as it is in a state.
    func recall(_ state: String) async throws -> JSONValue {
        try await eventually("a recall that is \(state)", within: .seconds(60)) {
            try await recalls().first { $0["state"]?.string == state }
        }
    }

    func findings() async throws -> [JSONValue] {
        try await run("findings", "--json").json?["findings"]?.elements ?? []
    }

    /// As soon as it is known how far it reaches.
    func measuredFinding(_ model: String) async throws -> JSONValue {
        try await eventually("a finding of \(model) with its breadth", within: .seconds(60)) {
            try await findings().last {
                $0["model"]?.string == model && ($0["breadth"]?["trials"]?.integer ?? 0) > 0
            }
        }
    }

    /// An alarm that is open.
    func alarm(_ kind: String) async throws -> JSONValue {
        try await eventually("an alarm of the kind \(kind)", within: .seconds(60)) {
            try await watch()["alarms"]?.elements?.first {
                $0["kind"]?.string == kind && $0["cleared_at"] == nil
            }
        }
    }

    /// Numbers of the trials in the store, by the run that they are of.
    func storedTrials() async throws -> [String: [Int]] {
        let database = try DatabaseQueue(path: state + "/records.sqlite")
        let rows = try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT run, number FROM probe_trials ORDER BY run, number")
                .map { (run: $0["run"] as String, number: $0["number"] as Int) }
        }
        return Dictionary(grouping: rows, by: \.run).mapValues { $0.map(\.number) }
    }
}
