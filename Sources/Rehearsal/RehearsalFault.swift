/// One way in which a rehearsal model fails, and how often.
///
/// `after` counts content frames. A stream that has fewer fails behind its last one. A plain answer has no frames; what a
/// fault does to it stands with each.
package struct RehearsalFault: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Answers with the status and the dialect's error shape.
        case status(Int, retryAfter: Int?)
        /// Resets the connection before any answer byte.
        case reset
        /// Takes the request and never answers.
        case hang
        /// Closes the connection in the middle. Plain: behind half of the body.
        case cut(after: Int)
        /// Sends nothing more and keeps the connection. Plain: behind half of the body.
        case stall(after: Int)
        /// Sends a frame that is no JSON, then ends as if all were well. Plain: a body that is no JSON.
        case malformed(after: Int)
        /// Ends cleanly, without the dialect's terminator. Plain: half of the body, as if it were all.
        case unterminated(after: Int)
    }

    package var kind: Kind
    /// 1 is every request, 10 each tenth.
    package var every: Int

    package init(_ kind: Kind, every: Int = 1) {
        self.kind = kind
        self.every = max(1, every)
    }
}
