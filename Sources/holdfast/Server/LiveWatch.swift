import Domain
import Journal
import Probing
import Routing
import Synchronization

/// Takes from the journal's records what the watch wants to know, on the journal's thread, until the watch fetches it.
final class LiveWatch: Sendable {
    /// What counts of one interval until now: the exchange whose id has the least digest, whatever it shows and however long it took.
    private struct Candidate {
        var digest: UInt64
        var answer: LiveAnswer
    }

    private struct State {
        var models: Set<String> = []
        /// By model and number of the interval in which the exchange began.
        var candidates: [String: [UInt64: Candidate]] = [:]
        /// As models called themselves since somebody asked.
        var names: [String: Set<String>] = [:]
    }

    private let state = Mutex(State())
    /// An exchange that began in an interval is waited for so long behind its end, milliseconds.
    private static let patience: UInt64 = 300_000
    /// Of one model; nobody has more.
    private static let mostNames = 16
    private static let mostCandidates = 256

    func watch(_ models: Set<String>) {
        state.withLock { state in
            guard state.models != models else { return }
            state.models = models
            state.candidates = state.candidates.filter { models.contains($0.key) }
        }
    }

    /// - Parameter now: Unix milliseconds.
    /// - Returns: what counts of intervals that are over, and names that were heard.
    func take(now: UInt64) -> (answers: [LiveAnswer], names: [String: Set<String>]) {
        let limit = (now - min(now, Self.patience)) / Watcher.liveInterval
        return state.withLock { state in
            var answers: [LiveAnswer] = []
            for (model, intervals) in state.candidates {
                answers += intervals.filter { $0.key < limit }.map(\.value.answer)
                state.candidates[model] = intervals.filter { $0.key >= limit }
            }
            defer { state.names = [:] }
            return (answers.sorted { $0.at < $1.at }, state.names)
        }
    }

    func hear(_ records: [ExchangeRecord]) {
        state.withLock { state in
            guard !state.models.isEmpty else { return }
            for record in records {
                let digest = TextDigest(record.id.bytes).value
                for attempt in record.attempts where state.models.contains(attempt.model) {
                    guard let answer = LiveAnswer(record, attempt) else { continue }
                    if !answer.failed, let name = record.reportedModel, record.servedModel == attempt.model,
                        state.names[attempt.model, default: []].count < Self.mostNames
                    {
                        state.names[attempt.model, default: []].insert(name)
                    }
                    let interval = answer.at / Watcher.liveInterval
                    let known = state.candidates[answer.model, default: [:]]
                    guard known[interval].map({ digest < $0.digest }) ?? (known.count < Self.mostCandidates) else {
                        continue
                    }
                    state.candidates[answer.model, default: [:]][interval] = Candidate(digest: digest, answer: answer)
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
            microseconds: isServed ? attempt.durationMicroseconds : nil
        )
    }

    private static let refusals: Set<String> = ["refusal", "content_filter"]
    private static let cuts: Set<String> = ["length", "max_tokens", "max_output_tokens", "incomplete"]
    /// What a caller asked wrongly, or a credential cannot do, is not the model's.
    private static let failures: Set<FailureClass> = [.transient, .overloaded, .modelGone, .malformed]
}
