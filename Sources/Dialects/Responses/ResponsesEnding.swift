import Domain
import JSON

/// How a response ended: `status` and `incomplete_details`.
struct ResponsesEnding: Equatable {
    var status: String
    var details: JSONValue = .null
    /// The dialect has a word for the reason.
    var isFaithful = true

    static let inProgress = ResponsesEnding(status: "in_progress")
    static let failed = ResponsesEnding(status: "failed")

    private init(status: String, reason: JSONValue? = nil, isFaithful: Bool = true) {
        self.status = status
        self.details = reason.map { .object(("reason", $0)) } ?? .null
        self.isFaithful = isFaithful
    }

    /// - Parameter hasRefusal: the model declined in words, which is a whole answer here; a vendor's filter is not.
    init(_ stop: StopReason?, hasRefusal: Bool) {
        self =
            switch stop {
            case .endOfTurn?, .stopSequence?, .toolCalls?: Self(status: "completed")
            case .outputLimit?: Self(status: "incomplete", reason: .string("max_output_tokens"))
            case .contextFull?:
                Self(status: "incomplete", reason: .string("max_output_tokens"), isFaithful: false)
            case .refused?:
                hasRefusal
                    ? Self(status: "completed") : Self(status: "incomplete", reason: .string("content_filter"))
            // Nothing that stopped for an unknown reason, or for none, may look complete.
            case .paused?, .other?, nil: Self(status: "incomplete", reason: .null, isFaithful: false)
            }
    }
}
