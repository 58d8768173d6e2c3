/// When a streamed answer may be shown to the client, and how it may end.
///
/// Uncommitted: pieces are held; a failure now is unseen and the next model may be asked. The first content commits:
/// what was held goes out and everything after it at once. From then on the only good end is one that the dialect's
/// terminator announced; any other end is told to the client as a failure, never as a completion.
package struct StreamCommit: Sendable {
    package enum Action: Sendable, Equatable {
        case hold
        /// Send the head and what was held, this piece with it.
        case commit
        case relay
        /// Before commit: the attempt has failed and nothing was seen.
        case abandon(AttemptFailure)
        /// After commit: end the stream with the dialect's error event and an abnormal close.
        case interrupt(AttemptFailure)
        /// All is sent: end the stream well.
        case finish
        /// An answer that ended well without any content: send what was held and end.
        case commitAndFinish
    }

    /// What the frame scanner saw in the newest piece.
    package struct Seen: Sendable, Equatable {
        package var content: Bool
        package var terminator: Bool
        package var failure: AttemptFailure?

        package init(content: Bool = false, terminator: Bool = false, failure: AttemptFailure? = nil) {
            self.content = content
            self.terminator = terminator
            self.failure = failure
        }
    }

    /// 16 MiB: a stream of Responses repeats the request's instructions and tools twice before its first content. More
    /// without any content is no stream that anybody is waiting for.
    package static let maximumHeld = 16 << 20

    package private(set) var isCommitted = false
    package private(set) var isTerminated = false
    private var held = 0

    package init() {}

    /// A piece of `bytes` arrived and the scanner followed it.
    package mutating func piece(_ seen: Seen, bytes: Int) -> Action {
        isTerminated = isTerminated || seen.terminator
        if let failure = seen.failure { return fail(failure) }
        if isCommitted { return .relay }
        if seen.content {
            isCommitted = true
            return .commit
        }
        held += bytes
        return held > Self.maximumHeld ? .abandon(.badFrame) : .hold
    }

    /// The upstream's framing ended the answer.
    package mutating func ended() -> Action {
        guard isTerminated else { return fail(.unterminated) }
        if isCommitted { return .finish }
        isCommitted = true
        return .commitAndFinish
    }

    /// The connection, a clock or a check failed.
    package mutating func fail(_ failure: AttemptFailure) -> Action {
        // A complete answer stays complete, whatever its connection does afterwards.
        if isTerminated, isCommitted { return .finish }
        return isCommitted ? .interrupt(failure) : .abandon(failure)
    }
}
