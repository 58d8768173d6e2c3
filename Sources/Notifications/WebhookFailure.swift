/// Why a message was not taken. Words of ours only: what a receiver answers goes into no log and no status.
package enum WebhookFailure: Error, Sendable, Equatable, CustomStringConvertible {
    case secret(String)
    case authority
    case unresolved
    case refused
    case timeout
    case tls
    case closed
    case malformed
    case redirected(Int)
    case status(Int)
    /// We stopped; it says nothing about the receiver.
    case cancelled

    /// nil: there was no answer.
    package var status: Int? {
        switch self {
        case .redirected(let status), .status(let status): status
        case .secret, .authority, .unresolved, .refused, .timeout, .tls, .closed, .malformed, .cancelled: nil
        }
    }

    package var description: String {
        switch self {
        case .secret(let problem): problem
        case .authority: "The file of `ca` cannot be read or holds no certificate."
        case .unresolved: "The host's name has no address."
        case .refused: "No connection could be made."
        case .timeout: "There was no answer within 10 seconds."
        case .tls: "TLS failed: the certificate does not stand the check, or the other side speaks no TLS."
        case .closed: "The connection was closed before an answer."
        case .malformed: "The answer is not HTTP/1.1."
        case .redirected(let status):
            "The answer was \(status); redirects are not followed. Give the endpoint's own URL."
        case .status(let status): "The answer was \(status)."
        case .cancelled: "It was broken off."
        }
    }
}
