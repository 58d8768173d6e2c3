package import Domain

extension FailureClass {
    /// What the model's breaker is told.
    package enum BreakerVerdict: Sendable, Equatable {
        case success
        case failure
        /// Says nothing about the model's health: releases a trial without a verdict.
        case neutral
    }

    /// What the caller sees when this failure is the one that ends the exchange.
    package enum FinalAnswer: Sendable, Equatable {
        /// The provider's own status and words, if it gave any.
        case providersOwn
        /// An error of ours: the provider's speaks of our account or our addresses, or cannot be read.
        case ours(RefusalCode)
    }

    /// Whether the next model of the route may be asked.
    ///
    /// - Parameter isSubstitute: the failing model was not the plan's first. The caller's request was good enough to be
    ///   sent to the model it was meant for, so that a substitute objects to it is our configuration's fault.
    /// - Parameter refusalsMove: the route allows a refusal to be taken to another model. Otherwise it never is,
    ///   whoever refused: shopping around for a model that says yes is what a jailbreak does.
    package func movesOn(isSubstitute: Bool, refusalsMove: Bool) -> Bool {
        switch self {
        case .transient, .overloaded, .rateLimited, .quota, .credential, .modelGone, .region, .contextTooLong,
            .malformed,
            .ours:
            true
        case .contentRefused: refusalsMove
        case .callersFault: isSubstitute
        }
    }

    /// An attempt that another credential of the provider repeats is neutral whatever stands here: it was the
    /// credential that failed, and the model has yet to be asked.
    package var breakerVerdict: BreakerVerdict {
        switch self {
        // No request can succeed there until something changes; asking every time only costs the caller a round trip.
        case .transient, .overloaded, .malformed, .credential, .modelGone, .region: .failure
        // A 429 is push-back that the model is well enough to give; a request or a setting at fault says nothing.
        case .rateLimited, .quota, .contextTooLong, .callersFault, .ours: .neutral
        // It read the request and answered it.
        case .contentRefused: .success
        }
    }

    /// Whether the same model may be asked again with the same credential, budget and clocks permitting.
    package var retriesSameModel: Bool {
        switch self {
        case .transient, .overloaded, .rateLimited, .malformed: true
        // The same question gets the same answer.
        case .quota, .credential, .modelGone, .region, .contextTooLong, .contentRefused, .callersFault, .ours: false
        }
    }

    /// Whether another credential of the same provider is tried before anything else.
    package var triesNextCredential: Bool {
        switch self {
        case .rateLimited, .quota, .credential: true
        case .transient, .overloaded, .modelGone, .region, .contextTooLong, .contentRefused, .malformed, .callersFault,
            .ours:
            false
        }
    }

    /// - Parameter isSubstitute: what a substitute says of a request that was not made for it is no news to
    ///   the caller.
    package func finalAnswer(isSubstitute: Bool) -> FinalAnswer {
        switch self {
        case .contentRefused: .providersOwn
        case .callersFault, .contextTooLong: isSubstitute ? .ours(.upstreamUnavailable) : .providersOwn
        // They say that it is not the request, and when to come back, in the words that the caller's client knows.
        case .transient, .overloaded, .rateLimited: .providersOwn
        // Their words speak of the operator's account, its models and its addresses.
        case .quota, .modelGone, .region, .ours: .ours(.upstreamUnavailable)
        // The provider's own words can hold the end of the key.
        case .credential: .ours(.credentialUnavailable)
        case .malformed: .ours(.upstreamMalformed)
        }
    }
}
