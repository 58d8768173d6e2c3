package final class RehearsalServer: @unchecked Sendable {
    package var behaviour = RehearsalBehaviour()
    package let port = 9
    package static func start(_ behaviour: RehearsalBehaviour) async throws -> RehearsalServer { RehearsalServer() }
    package func close() async {}
}
