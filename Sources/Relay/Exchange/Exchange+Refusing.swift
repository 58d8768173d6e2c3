import Dialects
import Routing

/// Refusals inside of answers whose status was good, on routes that let them move on.
extension Exchange {
    /// Whether the next model is asked in place of one that declined. The last one's refusal is an answer like any other.
    var movesRefusals: Bool { plan?.failover.refusalsMove == true && failover.hasNext && isConversation }

    /// Nothing of the answer was shown yet.
    func refusedInside() {
        attempt?.vendorError = Refusing.error
        attemptFailed(.refused)
    }
}

enum Refusing {
    /// What the caller gets where nobody else answered either: OpenAI's words for it.
    static let error = UpstreamError(
        type: "invalid_request_error",
        code: "content_filter",
        message: "The model declined to answer the request."
    )

    /// A reason to stop that is a refusal: of Chat Completions and of Messages.
    static func isWord(_ reason: String?) -> Bool { reason == "content_filter" || reason == "refusal" }
}
