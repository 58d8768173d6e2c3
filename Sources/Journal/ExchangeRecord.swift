package import Domain

/// One exchange's account: who asked for what, what was tried, what came of it. Never content.
///
/// Its canonical bytes (`docs/journal-format.md`) are what the ledger will commit to, so their version is part of them.
package struct ExchangeRecord: Sendable, Equatable {
    package static let version = 1

    package enum Outcome: String, Sendable, CaseIterable {
        /// The client got a whole answer of a model, or of Holdfast's own where none was needed.
        case completed
        /// Holdfast refused before any attempt.
        case refused
        /// Every attempt failed, or the provider's answer was an error.
        case failed
        /// The client left.
        case cancelled
        /// The answer ended after its beginning had been shown, and the client was told.
        case interrupted
    }

    package var id: Identifier
    /// Unix milliseconds.
    package var startedAt: UInt64
    package var operation: String
    package var tenant: String?
    package var keyID: String?
    package var route: String?
    package var askedModel: String?
    package var isStream = false
    package var servedModel: String?
    package var provider: String?
    package var lineage: String?
    /// The model name that the answer itself gives.
    package var reportedModel: String?
    package var attempts: [AttemptRecord] = []
    package var status = 0
    package var refusal: String?
    package var outcome = Outcome.completed
    package var usage = Usage()
    /// nil: not known, for want of usage or prices.
    package var cost: Money?
    package var currency: String?
    package var requestBytes = 0
    package var responseBytes = 0
    package var firstTokenMicroseconds: Int?
    package var totalMicroseconds = 0
    package var epoch: UInt64 = 0
    package var answerID: String?
    package var finishReason: String?
    package var traceID: String?

    package init(id: Identifier, startedAt: UInt64, operation: String) {
        self.id = id
        self.startedAt = startedAt
        self.operation = operation
    }

    package var requestID: String { "req_\(id.text)" }

    /// Whether an answer of the operation has usage to tell; a count of tokens uses none.
    package var tellsUsage: Bool {
        operation != Operation.countTokens.name && operation != Operation.inputTokens.name
    }
}

/// One try at one model within an exchange.
package struct AttemptRecord: Sendable, Equatable {
    package enum Outcome: String, Sendable, CaseIterable {
        case served, failed, interrupted, cancelled
    }

    package var model: String
    package var provider: String
    /// Place in the provider's list of credentials.
    package var credential = 0
    package var outcome = Outcome.served
    package var status: Int?
    /// Label of the failure, from a closed set.
    package var failure: String?
    package var startedAfterMicroseconds = 0
    package var durationMicroseconds = 0
    package var upstreamRequestID: String?

    package init(model: String, provider: String) {
        self.model = model
        self.provider = provider
    }
}
