/// A whole answer as bytes, before any delay or fault.
package struct RehearsalReply: Sendable, Equatable {
    /// One server-sent event with its empty line.
    package struct Frame: Sendable, Equatable {
        package var bytes: [UInt8]
        /// A text or tool-call delta, as against the frames around them.
        package var isContent: Bool
    }

    package enum Content: Sendable, Equatable {
        /// - Parameter pieces: how many content frames the same answer would have as a stream.
        case plain([UInt8], pieces: Int)
        case stream([Frame])
    }

    package var status: Int
    package var content: Content
    /// Seconds.
    package var retryAfter: Int?
    /// What a vendor would send as its request id.
    package var requestID: String

    package init(status: Int, content: Content, retryAfter: Int? = nil, requestID: String) {
        self.status = status
        self.content = content
        self.retryAfter = retryAfter
        self.requestID = requestID
    }

    /// The bytes of the whole body, framed or not.
    package var bytes: [UInt8] {
        switch content {
        case .plain(let body, _): body
        case .stream(let frames): frames.flatMap(\.bytes)
        }
    }
}
