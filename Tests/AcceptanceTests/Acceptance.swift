import Domain
import HoldfastTesting
import Testing

/// What the built binary does, seen from outside. One test at a time: each has a server of its own, and two cores.
@Suite("The built binary", .serialized, .timeLimit(.minutes(2)))
struct Acceptance {}

/// One provider, one route, one server.
func withGateway<Value: Sendable>(
    _ script: Script = .good(),
    _ edit: (inout GatewaySettings) -> Void = { _ in },
    environment: [String: String] = [:],
    _ body: (GatewayProcess, ScriptedProvider) async throws -> Value
) async throws -> Value {
    let provider = try await ScriptedProvider.start(script)
    var settings = GatewaySettings(["only": provider])
    edit(&settings)
    let value = try await GatewayProcess.with(settings, environment: environment) { try await body($0, provider) }
    await provider.stop()
    return value
}

/// Two providers on one route, in order.
func withPair<Value: Sendable>(
    _ first: Script,
    _ second: Script = .good("the second says so"),
    _ edit: (inout GatewaySettings) -> Void = { _ in },
    _ body: (GatewayProcess, ScriptedProvider, ScriptedProvider) async throws -> Value
) async throws -> Value {
    let one = try await ScriptedProvider.start(first)
    let two = try await ScriptedProvider.start(second)
    var settings = GatewaySettings(["first": one, "second": two])
    edit(&settings)
    let value = try await GatewayProcess.with(settings) { try await body($0, one, two) }
    await one.stop()
    await two.stop()
    return value
}

/// Three providers on one route, in order.
func withThree(
    _ scripts: [Script],
    _ routeLines: [String] = [],
    _ body: (GatewayProcess, [ScriptedProvider]) async throws -> Void
) async throws {
    var providers: [ScriptedProvider] = []
    for script in scripts { providers.append(try await ScriptedProvider.start(script)) }
    var settings = GatewaySettings(["first": providers[0], "second": providers[1], "third": providers[2]])
    settings.routeLines = routeLines
    try await GatewayProcess.with(settings) { try await body($0, providers) }
    for provider in providers { await provider.stop() }
}

extension Message {
    /// The words of a good answer in whatever dialect, streamed or not.
    func says(_ text: String) -> Bool {
        isComplete && status == 200
            && text.split(separator: " ").allSatisfy { self.text.contains($0) }
    }
}
