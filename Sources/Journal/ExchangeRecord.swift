import Dialects
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
        /// No model answered, and the client got the route's last resort.
        case lastResort = "last_resort"
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
    package var isStream: Bool
    package var servedModel: String?
    package var provider: String?
    package var lineage: String?
    /// The model name that the answer itself gives.
    package var reportedModel: String?
    package var attempts: [AttemptRecord]
    package var status: Int
    package var refusal: String?
    package var outcome: Outcome
    package var usage: Usage
    /// nil: not known, for want of usage or prices.
    package var cost: Money?
    package var currency: String?
    package var requestBytes: Int
    package var responseBytes: Int
    package var firstTokenMicroseconds: Int?
    package var totalMicroseconds: Int
    package var epoch: UInt64
    package var answerID: String?
    package var finishReason: String?
    package var traceID: String?

    package init(
        id: Identifier,
        startedAt: UInt64,
        operation: String,
        tenant: String? = nil,
        keyID: String? = nil,
        route: String? = nil,
        askedModel: String? = nil,
        isStream: Bool = false,
        servedModel: String? = nil,
        provider: String? = nil,
        lineage: String? = nil,
        reportedModel: String? = nil,
        attempts: [AttemptRecord] = [],
        status: Int = 0,
        refusal: String? = nil,
        outcome: Outcome = .completed,
        usage: Usage = Usage(),
        cost: Money? = nil,
        currency: String? = nil,
        requestBytes: Int = 0,
        responseBytes: Int = 0,
        firstTokenMicroseconds: Int? = nil,
        totalMicroseconds: Int = 0,
        epoch: UInt64 = 0,
        answerID: String? = nil,
        finishReason: String? = nil,
        traceID: String? = nil
    ) {
        self.id = id
        self.startedAt = startedAt
        self.operation = operation
        self.tenant = tenant
        self.keyID = keyID
        self.route = route
        self.askedModel = askedModel
        self.isStream = isStream
        self.servedModel = servedModel
        self.provider = provider
        self.lineage = lineage
        self.reportedModel = reportedModel
        self.attempts = attempts
        self.status = status
        self.refusal = refusal
        self.outcome = outcome
        self.usage = usage
        self.cost = cost
        self.currency = currency
        self.requestBytes = requestBytes
        self.responseBytes = responseBytes
        self.firstTokenMicroseconds = firstTokenMicroseconds
        self.totalMicroseconds = totalMicroseconds
        self.epoch = epoch
        self.answerID = answerID
        self.finishReason = finishReason
        self.traceID = traceID
    }

    /// One model began the answer and another one finished it.
    package var isPieced: Bool { outcome == .completed && attempts.contains { $0.outcome == .interrupted } }

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
    package var credential: Int
    package var outcome: Outcome
    package var status: Int?
    /// Label of the failure, from a closed set.
    package var failure: String?
    /// What the failure means, from a closed set.
    package var failureClass: String?
    package var startedAfterMicroseconds: Int
    package var durationMicroseconds: Int
    package var upstreamRequestID: String?

    package init(
        model: String,
        provider: String,
        credential: Int = 0,
        outcome: Outcome = .served,
        status: Int? = nil,
        failure: String? = nil,
        failureClass: String? = nil,
        startedAfterMicroseconds: Int = 0,
        durationMicroseconds: Int = 0,
        upstreamRequestID: String? = nil
    ) {
        self.model = model
        self.provider = provider
        self.credential = credential
        self.outcome = outcome
        self.status = status
        self.failure = failure
        self.failureClass = failureClass
        self.startedAfterMicroseconds = startedAfterMicroseconds
        self.durationMicroseconds = durationMicroseconds
        self.upstreamRequestID = upstreamRequestID
    }
}
