import Dialects
import NIOCore
import Routing

/// A provider's error that the caller gets if no model answers.
struct KeptError {
    let status: Int
    let head: ResponseHead
    let error: UpstreamError
    let told: Told
    let target: Target

    enum Told {
        /// An answer of its own, in the provider's dialect.
        case answer(ByteBuffer, Dialect)
        /// Inside of an answer that had a good status.
        case inside
    }

    /// nil: the provider gave no words.
    init?(_ failure: AttemptFailure, of attempt: Attempt) {
        guard failure.isTold, let head = attempt.answerHead, let error = attempt.vendorError else { return nil }
        if case .status(let status) = failure {
            self.status = status
            told = .answer(attempt.answer, attempt.dialect)
        } else {
            status = error.impliedStatus
            told = .inside
        }
        self.head = head
        self.error = error
        target = attempt.target
    }
}
