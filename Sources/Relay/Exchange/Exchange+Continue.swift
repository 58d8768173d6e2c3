import Access
import Dialects
import Domain
import JSON
import Journal
import NIOCore
import Routing
import Settings

/// An answer that broke off after it was shown, and that another model is to finish.
struct Continuation {
    let request: ConversationRequest
    /// What the client has of it.
    let stream: StreamRelay
    let shown: String
}

/// Continue: on routes that allow it, another model goes on where a stream was cut off.
extension Exchange {
    /// Whether another model may finish this exchange's streams. A request that no other model could be asked to the letter, or
    /// whose answer is more than words, is none of those.
    var isContinuable: Bool { continuableRequest != nil }

    func readContinuable() -> ConversationRequest? {
        guard plan?.continues == true, outcome.isStream, isConversation, candidates.count > 1,
            head.fallback == nil, let peek, !peek.needs.hasAny(of: [.reasoning, .foreignIDs]),
            let request = (try? tree()).flatMap({ try? dialect.profile.readRequest($0) }),
            request.foreign.isEmpty, request.unknown.isEmpty, request.format == nil
        else { return nil }
        return request
    }

    /// - Returns: false when the answer has to end here.
    func continueAfter(_ failure: AttemptFailure) -> Bool {
        guard let request = continuableRequest, let lost = attempt, let stream = lost.stream ?? continuing?.stream,
            let shown = stream.continuable, failure != .totalTimeout, failure != .modelBusy, failover.hasNext
        else { return false }
        if let served = outcome.served, !mayContinue(afterRecallsOf: served) { return false }
        let failureClass = classify(failure, of: lost)
        // Somebody had something to say about the request; of a substitute that is no last word.
        guard failureClass.isUnavailability || continuing != nil else { return false }
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
        continuing = Continuation(request: request, stream: stream, shown: shown)
        let target = candidates[candidate]
        start(target, credential: boundCredential ?? target.credentials[credential].index)
        return true
    }

    /// The request that has the rest of the answer written.
    func continuationRequest(_ attempt: Attempt, _ from: Continuation) throws(Refusal) -> Translation {
        let model = attempt.target.model
        return try Translation(
            from.request.continuing(from.shown, isPrefilled: isPrefilled(attempt)),
            from: dialect,
            to: attempt.dialect,
            model: model.id,
            traits: TargetTraits(outputLimit: model.outputLimit),
            isStrict: plan?.isStrict ?? false
        )
    }

    /// The model goes on with an answer that was begun for it.
    private func isPrefilled(_ attempt: Attempt) -> Bool {
        attempt.target.model.capabilities.contains(.prefill) && attempt.dialect.profile.says(.prefill)
    }

    /// A follow-up that names the answer would find its beginning at one model and nothing at the other.
    private func bindToNobody(_ answerID: String?) {
        guard let answerID, dialect.profile.keepsAnswers else { return }
        loop.shared.bindings.remember(.toNobody(answerID, tenant: key?.tenant))
    }

    /// The other model's stream begins; the client is told in a comment, for its head has long gone.
    func resume(_ continuation: Continuation, with attempt: Attempt) {
        let isPrefilled = isPrefilled(attempt)
        let end = continuation.shown.reversed().prefix(while: \.isWhitespace).reversed()
        attempt.stream = continuation.stream.resumed(
            from: attempt.dialect,
            isPrefilled: isPrefilled,
            trimmed: isPrefilled && attempt.dialect.profile.trimsPrefill ? String(end) : ""
        )
        bindToNobody(continuation.stream.facts.answerID)
        attempt.phase = .streaming
        let lost = attempt.translation?.losses.headerValue.map { [("holdfast-lossy", $0)] } ?? []
        tell([("holdfast-continued-by", attempt.target.model.name)] + lost)
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
