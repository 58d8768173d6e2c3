import Dialects
import Domain
import JSON
import Journal
import NIOCore
import Routing

/// Errors that a provider told: kept while other models are asked, and told to the caller when none answers.
extension Exchange {
    func errorCollected(_ status: Int) {
        guard let attempt, let head = attempt.answerHead else { return }
        let failure = AttemptFailure.status(status)
        keep(
            KeptError(
                status: status,
                head: head,
                told: .answer(attempt.answer, attempt.dialect),
                target: attempt.target
            )
        )
        attemptFailed(failure)
    }

    /// The provider's answer began well and turned out to be an error.
    func keepInnerError(of attempt: Attempt) {
        guard let head = attempt.answerHead, let error = attempt.vendorError else { return }
        keep(KeptError(status: error.impliedStatus, head: head, told: .inside(error), target: attempt.target))
    }

    private func keep(_ error: KeptError) {
        // A refused credential is ours to know about, not the caller's: its text may name our account.
        guard error.status != 401, error.status != 403, error.status >= 400 else { return }
        if keptError == nil || error.status == 429 || !AttemptFailure.status(error.status).movesOn {
            keptError = error
        }
    }

    func answerKeptError(_ kept: KeptError) {
        let error: UpstreamError
        switch kept.told {
        case .answer(let body, dialect): return send(kept.head, body: body, from: kept.target, outcome: .failed)
        case .answer(let body, let provider):
            let read = try? body.withUnsafeReadableBytes { try JSONValue(parsing: $0) }
            error = read.map { provider.profile.readError($0) } ?? UpstreamError()
        case .inside(let told): error = told
        }
        let written = dialect.profile.writeError(error, status: kept.status, requestID: requestID)
        send(
            kept.head,
            status: kept.status,
            body: ByteBuffer(bytes: written.bytes),
            from: kept.target,
            type: "application/json",
            outcome: .failed
        )
    }
}
