import Dialects
import Domain
import JSON
import Journal
import NIOCore
import Routing

/// Errors that a provider told: what they mean, and which of them the caller gets when no model answers.
extension Exchange {
    func errorCollected(_ status: Int) {
        guard let attempt else { return }
        let read = try? attempt.answer.withUnsafeReadableBytes { try JSONValue(parsing: $0) }
        attempt.vendorError =
            read.map { attempt.dialect.profile.readError($0) } ?? UpstreamError(message: attempt.plainText)
        attemptFailed(.status(status))
    }

    /// What the failure means, by the provider's words where it gave some; the attempt keeps it for its record.
    @discardableResult
    func classify(_ failure: AttemptFailure, of attempt: Attempt) -> FailureClass {
        let found = failureClass(failure, of: attempt)
        attempt.failureClass = found
        if found == .modelGone { signalModelGone(attempt) }
        return found
    }

    private func failureClass(_ failure: AttemptFailure, of attempt: Attempt) -> FailureClass {
        guard failure.isTold, failure != .refused else { return FailureClass(failure, at: attempt.target.kind) }
        let error = attempt.vendorError ?? UpstreamError()
        let answer = ProviderAnswer(
            kind: attempt.target.kind,
            status: attempt.answerHead?.status ?? 0,
            type: error.type,
            code: error.code,
            parameter: error.parameter,
            message: error.message ?? (error == UpstreamError() ? attempt.text : nil)
        )
        return .classify(answer, callerNamedSomething: namesSomething)
    }

    /// What a bare status means, while its words are still to come.
    func provisionalClass(_ status: Int, of attempt: Attempt) -> FailureClass {
        FailureClass(.status(status), at: attempt.target.kind, callerNamedSomething: namesSomething)
    }

    /// The request names something of the provider's by its id, so that "not found" can mean that.
    private var namesSomething: Bool { peek?.needs.hasAny(of: .foreignIDs) ?? false }

    /// What the provider's head says about asking again.
    func advice(of attempt: Attempt, _ failure: AttemptFailure) -> RetryAdvice {
        guard let head = attempt.answerHead, failure.isTold else { return RetryAdvice() }
        return RetryAdvice(head, nowUnixSeconds: Int64(loop.shared.clock.milliseconds() / 1000))
    }

    func answerKeptError(_ kept: KeptError, _ ending: Failover.Ending) {
        if isOpened {
            return breakOff(ourError(ending), kept.error, .failed)
        }
        let parting = Parting(ending, kept, nowUnixSeconds: Int64(loop.shared.clock.milliseconds() / 1000))
        if case .answer(let body, dialect) = kept.told {
            return send(kept.head, body: body, from: kept.target, parting: parting, outcome: .failed)
        }
        let written = dialect.profile.writeError(kept.error, status: kept.status, requestID: requestID)
        send(
            kept.head,
            status: kept.status,
            body: ByteBuffer(bytes: written.bytes),
            from: kept.target,
            type: "application/json",
            parting: parting,
            outcome: .failed
        )
    }
}

extension Attempt {
    /// The beginning of an error that is no JSON.
    fileprivate var text: String {
        answer.withUnsafeReadableBytes { String(decoding: $0.prefix(ProviderAnswer.longestMessage), as: UTF8.self) }
    }

    /// An error in words for people; the pages of a proxy between are none.
    fileprivate var plainText: String? {
        let words = text.drop(while: \.isWhitespace)
        return words.isEmpty || words.hasPrefix("<") || words.hasPrefix("{") ? nil : String(words)
    }
}
