import Dialects
import Domain
import JSON
import Journal
import NIOCore
import Routing
import Settings

/// An answer that broke off after it was shown, and that another model is to finish.
struct Continuation {
    /// What the client has of it.
    let stream: StreamRelay
    let shown: String
}

/// Continue: on routes that allow it, another model goes on where a stream was cut off.
extension Exchange {
    /// Whether this exchange's streams are written so that another model can go on with them. What nobody could go on with
    /// stays on its own path.
    var isContinuable: Bool {
        guard plan?.continues == true, outcome.isStream, isConversation, let peek else { return false }
        return !peek.needs.hasAny(of: [.reasoning, .jsonSchema, .foreignIDs]) && candidates.count > 1
    }

    /// - Returns: false when the answer has to end here.
    func continueAfter(_ failure: AttemptFailure) -> Bool {
        guard plan?.continues == true, head.fallback == nil, let lost = attempt,
            let stream = lost.stream ?? continuing?.stream, let shown = stream.continuable,
            failure != .totalTimeout, failure != .modelBusy, failover.hasNext
        else { return false }
        let failureClass = classify(failure, of: lost)
        guard failureClass.isUnavailability else { return false }
        let now = loop.clock.now.uptimeNanoseconds
        let step = failover.failed(
            Failover.Loss(failure, failureClass),
            now: now,
            using: &loop.identifiers
        ) { false }
        guard case .attempt(let candidate, let credential, .zero) = step else { return false }
        endAttempt(lost.stream == nil ? .failed : .interrupted, failure: failure)
        lost.abandon()
        attempt = nil
        continuing = Continuation(stream: stream, shown: shown)
        let target = candidates[candidate]
        start(target, credential: boundCredential ?? target.credentials[credential].index)
        return true
    }

    /// The request that has the rest of the answer written.
    func continuationRequest(_ attempt: Attempt, _ shown: String) throws(Refusal) -> Translation {
        let model = attempt.target.model
        let request = try dialect.profile.readRequest(try tree()).continuing(
            shown,
            isPrefilled: model.capabilities.contains(.prefill) && attempt.dialect.profile.says(.prefill)
        )
        return try Translation(
            request,
            from: dialect,
            to: attempt.dialect,
            model: model.id,
            traits: TargetTraits(outputLimit: model.outputLimit),
            isStrict: false
        )
    }

    /// The other model's stream begins; the client is told in a comment, for its head has long gone.
    func resume(_ continuation: Continuation, with attempt: Attempt) {
        attempt.stream = continuation.stream.resumed(from: attempt.dialect)
        attempt.phase = .streaming
        tell([("holdfast-continued-by", attempt.target.model.name)])
    }
}

extension FailureClass {
    /// Nobody could answer, whatever was asked; and not: somebody had something to say about the request.
    var isUnavailability: Bool {
        switch self {
        case .transient, .overloaded, .rateLimited, .quota, .credential, .modelGone, .region, .malformed, .ours: true
        case .contextTooLong, .contentRefused, .callersFault: false
        }
    }
}
