import Journal
import Probing
import Routing
import Synchronization

/// Takes from the journal's records what the watch wants to know, on the journal's thread, until the watch fetches it.
final class LiveWatch: Sendable {
    private struct State {
        var models: Set<String> = []
        /// Unix milliseconds of the newest that counts, by model.
        var newest: [String: UInt64] = [:]
        var names: [String: String] = [:]
        var waiting: [LiveAnswer] = []
    }

    private let state = Mutex(State())
    /// At one a model and interval it takes hours without anybody fetching.
    private static let mostWaiting = 10_000

    func watch(_ models: Set<String>) { state.withLock { $0.models = models } }

    func take() -> [LiveAnswer] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    func hear(_ records: [ExchangeRecord]) {
        state.withLock { state in
            guard !state.models.isEmpty else { return }
            for record in records {
                for attempt in record.attempts where state.models.contains(attempt.model) {
                    guard let answer = LiveAnswer(record, attempt) else { continue }
                    // Another name is heard whether or not the answer counts.
                    let isOtherName = answer.name != nil && state.names[answer.model] != answer.name
                    let isDue = answer.at >= (state.newest[answer.model] ?? 0) + Watcher.liveInterval
                    guard isDue || isOtherName, state.waiting.count < Self.mostWaiting else { continue }
                    if let name = answer.name { state.names[answer.model] = name }
                    state.newest[answer.model] = answer.at
                    state.waiting.append(answer)
                }
            }
        }
    }
}

extension LiveAnswer {
    /// nil: the attempt says nothing of the model.
    fileprivate init?(_ record: ExchangeRecord, _ attempt: AttemptRecord) {
        let isServed = attempt.outcome == .served && record.servedModel == attempt.model
        let kind = isServed ? nil : attempt.failureClass.flatMap(FailureClass.init(rawValue:))
        guard isServed || kind.map({ $0 == .contentRefused || Self.failures.contains($0) }) ?? false else { return nil }
        let ending = isServed ? record.finishReason : nil
        self.init(
            model: attempt.model,
            at: record.startedAt + UInt64(max(0, attempt.startedAfterMicroseconds)) / 1000,
            failed: !isServed && kind != .contentRefused,
            refused: kind == .contentRefused || ending.map { Self.refusals.contains($0) } ?? false,
            truncated: ending.map { Self.cuts.contains($0) } ?? false,
            microseconds: isServed ? attempt.durationMicroseconds : nil,
            name: isServed ? record.reportedModel : nil
        )
    }

    private static let refusals: Set<String> = ["refusal", "content_filter"]
    private static let cuts: Set<String> = ["length", "max_tokens", "max_output_tokens", "incomplete"]
    /// What a caller asked wrongly, or a credential cannot do, is not the model's.
    private static let failures: Set<FailureClass> = [.transient, .overloaded, .modelGone, .malformed]
}
