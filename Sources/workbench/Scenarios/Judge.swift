import Dialects
import Domain
import JSON
import Synchronization

/// Collects what was seen and what of it is wrong, over all dialects of a scenario.
final class Judge: Sendable {
    private struct State {
        var seen: [String] = []
        var problems: [String] = []
    }

    private let state = Mutex(State())

    var seen: [String] { state.withLock { $0.seen } }
    var problems: [String] { state.withLock { $0.problems } }

    func note(_ words: String) {
        state.withLock { if !$0.seen.contains(words) { $0.seen.append(words) } }
    }

    func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
        if !condition { state.withLock { $0.problems.append(problem()) } }
    }

    /// The client has a whole answer of one of these, the sick provider was spared, and the journal says the same.
    func expectAnswer(
        _ observation: Observation,
        by allowed: Set<Observation.Server>,
        sickAtMost: Int,
        on stage: Stage
    ) {
        let place = "\(stage.dialect.rawValue)\(stage.isStream ? ", streamed" : "")"
        note(observation.words(on: stage))
        let server = observation.server(on: stage)
        expect(server.map(allowed.contains) ?? false, "\(place): \(observation.words(on: stage))")
        expect(observation.sick >= 1, "\(place): the sick provider was never asked")
        expect(observation.sick <= sickAtMost, "\(place): the sick provider was asked \(observation.sick) times")
        expect(observation.well <= 1, "\(place): the substitute was asked \(observation.well) times")
        guard stage.gateway != nil else { return }
        let record = observation.record
        expect(record?["outcome"]?.string == "completed", "\(place): the journal has no completed exchange")
        expect(record?["served_model"]?.string == server?.rawValue, "\(place): the journal names another server")
        let attempts = record?["attempts"]?.elements ?? []
        expect(
            attempts.count == observation.sick + observation.well,
            "\(place): \(attempts.count) attempts in the journal, \(observation.sick + observation.well) at the providers"
        )
    }
}
