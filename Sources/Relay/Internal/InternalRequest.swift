package import Dialects
package import Domain

/// A request of our own through the gateway's own path: a probe, a canary, a copy of somebody's request.
///
/// It is planned, checked, translated and relayed like any other, and is counted nowhere among those of callers: neither in
/// metrics nor in budgets of keys, nor in the journal.
package struct InternalRequest: Sendable {
    package var route: String
    /// Only this model may answer; nil: whoever the route would ask.
    package var model: String?
    package var operation: Operation
    package var body: [UInt8]
    /// In whose place it is asked.
    package var tenant: String?
    package var tags: [String]
    /// What it counts as asking for, beside what its body asks for.
    package var needs: RequestNeeds
    /// It waits no longer, whatever the route says; nil: as the route says.
    package var patience: Duration?
    /// So much longer it waits when the task that asks is cancelled; nil: as long as before.
    package var parting: Duration?
    /// Recalls that count for it although they are drills.
    package var drill: String?
    /// A recall that does not count for it: it tries whether that may be lifted.
    package var certifies: String?
    /// `route` is the name of a model, which is asked once, whatever routes there are.
    package var isAlone: Bool
    /// The answer's bytes are wanted, and not only what became of it.
    package var keepsAnswer: Bool

    package init(
        route: String,
        model: String? = nil,
        operation: Operation,
        body: [UInt8],
        tenant: String? = nil,
        tags: [String] = [],
        needs: RequestNeeds = [],
        patience: Duration? = nil,
        parting: Duration? = nil,
        drill: String? = nil,
        certifies: String? = nil,
        isAlone: Bool = false,
        keepsAnswer: Bool = false
    ) {
        self.certifies = certifies
        self.isAlone = isAlone
        self.keepsAnswer = keepsAnswer
        self.patience = patience
        self.parting = parting
        self.route = route
        self.model = model
        self.operation = operation
        self.body = body
        self.tenant = tenant
        self.tags = tags
        self.needs = needs
        self.drill = drill
    }

    /// A model that needs longer for one word does not answer.
    private static let greetingPatience = Duration.seconds(15)

    /// A few words to which any model has a short answer.
    package static func greeting(
        route: String,
        model: String?,
        dialect: Dialect,
        tenant: String? = nil,
        tags: [String] = [],
        needs: RequestNeeds = [],
        drill: String? = nil
    ) -> InternalRequest {
        InternalRequest(
            route: route,
            model: model,
            operation: .conversation(dialect),
            body: dialect.profile.greeting(model: route),
            tenant: tenant,
            tags: tags,
            needs: needs,
            patience: greetingPatience,
            drill: drill
        )
    }
}

/// What came of a request of our own.
package struct InternalAnswer: Sendable {
    package var status: Int
    /// Who answered; nil: nobody did.
    package var model: String?
    package var reportedModel: String?
    /// A recall kept the last model back.
    package var isRecalled: Bool
    /// Of the last attempt.
    package var failure: String?
    package var failureClass: String?
    package var usage: Usage
    package var cost: Money?
    /// The code of our own error, if that was the answer.
    package var refusal: String?
    package var firstContentMicroseconds: Int?
    package var totalMicroseconds: Int
    package var attempts: Int
    /// Where it was asked for: at most `InternalClient.mostBytes`; empty where more came.
    package var body: [UInt8] = []
    /// Seconds, as the answer's head says.
    package var retryAfter: Int?
}
