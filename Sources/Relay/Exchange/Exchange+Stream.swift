import Dialects
import Domain
import Journal
import NIOCore
import Routing
import Settings

/// Stream: a streamed answer, shown late and ended honestly.
extension Exchange {
    func makeStream(_ attempt: Attempt, _ dialect: Dialect) -> StreamRelay {
        if attempt.translation != nil { return StreamRelay(makeTranslation(attempt, dialect), echoedName: echoedName) }
        let asItIs = StreamRelay(
            dialect,
            withholdsUsage: (plan?.asksForUsage ?? false) && peek?.asksForUsage == false
                && dialect.profile.tellsUsageOnRequest,
            repair: plan?.repairsStreams == true ? StreamRepair(dialect, answerOptions(attempt)) : nil,
            echoedName: echoedName
        )
        return isContinuable ? StreamRelay(makeTranslation(attempt, dialect), or: asItIs) : asItIs
    }

    private func makeTranslation(_ attempt: Attempt, _ dialect: Dialect) -> StreamTranslation {
        StreamTranslation(
            from: attempt.dialect,
            to: dialect,
            answerOptions(attempt),
            keepsTranscript: isContinuable
        )
    }

    func stream(_ piece: ByteBuffer) {
        let before = attempt?.stream?.contents
        guard let (action, forward) = attempt?.stream?.piece(piece) else { return }
        if attempt?.stream?.contents != before { flow(piece.readableBytes) }
        defer { awaitEnd() }
        if phase == .attempting, attempt?.stream?.isRefusal == true, movesRefusals { return refusedInside() }
        noteInnerNews()
        guard chargeStream() else {
            return perform(attempt?.stream?.failed(.modelBusy) ?? .hold, forward: ByteBuffer())
        }
        perform(action, forward: forward)
    }

    /// Seals are remembered before the client can have seen them.
    private func noteInnerNews() {
        guard let attempt, let seals = attempt.stream?.takeSeals() else { return }
        attempt.vendorError = attempt.stream?.vendorError
        loop.shared.seals.remember(seals, of: attempt.target.model.name)
    }

    /// Frames that wait count as memory like any other bytes.
    private func chargeStream() -> Bool {
        guard let attempt, let waiting = attempt.stream?.waitingBytes, waiting != attempt.chargedBytes else {
            return true
        }
        if waiting > attempt.chargedBytes {
            guard budget.grow(by: waiting - attempt.chargedBytes) else { return false }
        } else {
            budget.shrink(by: attempt.chargedBytes - waiting)
        }
        attempt.chargedBytes = waiting
        return true
    }

    /// The provider's connection may end its answer, and then be used again. Nobody waits long for that.
    private static let endPatience: TimeAmount = .seconds(1)

    private func awaitEnd() {
        guard phase == .relaying, attempt?.stream?.isComplete == true else { return }
        deadline = min(deadline, loop.clock.now + Self.endPatience)
    }

    /// A stream whose end was shown is whole, however its connection goes on.
    ///
    /// - Returns: false when it is not.
    func endIfComplete() -> Bool {
        guard phase == .relaying, let attempt, attempt.stream?.isComplete == true else { return false }
        finish()
        attempt.abandon()
        return true
    }

    func perform(_ action: StreamCommit.Action, forward: ByteBuffer) {
        switch action {
        case .hold: break
        case .commit, .commitAndFinish:
            if let target = attempt?.target, recall(of: target) != nil { return attemptFailed(.recalled) }
        case .relay, .finish, .abandon, .interrupt: break
        }
        switch action {
        case .hold: break
        case .commit:
            commitStream()
            relay(forward)
        case .relay: relay(forward)
        case .commitAndFinish:
            commitStream()
            finish()
        case .finish:
            relay(forward)
            finish()
        case .abandon(let failure): attemptFailed(failure)
        case .interrupt(let failure):
            // It ends where the fault stood.
            relay(forward)
            interruptAfter(failure)
        }
    }

    private func relay(_ forward: ByteBuffer) {
        guard forward.readableBytes > 0 else { return }
        outcome.responseBytes += forward.readableBytes
        client?.piece(forward)
    }

    private func commitStream() {
        guard let attempt, let head = attempt.answerHead, let held = self.attempt?.stream?.takeHeld() else { return }
        phase = .relaying
        outcome.status = head.status
        outcome.served = attempt.target
        outcome.firstContent = loop.clock.now
        if let facts = attempt.stream?.facts { remember(answerID: facts.answerID, attempt) }
        guard !isOpened else {
            tellServed(attempt, lossy: lossy(attempt))
            return relay(held)
        }
        client?.begin(
            answerHead(
                head,
                from: attempt.target,
                type: attempt.stream?.isWritten == true ? "text/event-stream; charset=utf-8" : nil,
                lossy: lossy(attempt)
            ),
            length: nil
        )
        relay(held)
    }

    /// After commit: the client is told that the answer is not whole, in its dialect, and then by the connection.
    func interruptAfter(_ failure: AttemptFailure) {
        if endIfComplete() { return }
        if continueAfter(failure) { return }
        interrupt(
            with: Refusal(
                failure.isTime ? .upstreamTimeout : .streamInterrupted,
                "The answer stopped before its end (\(failure.label)). What came so far is incomplete.",
                retryAfter: nil
            ),
            after: failure
        )
    }

    func interrupt(with refusal: Refusal, after failure: AttemptFailure? = nil) {
        noteStream()
        let failureClass = attempt.flatMap { attempt in failure.map { classify($0, of: attempt) } }
        // What it says of our account is not the caller's to know.
        let isTold = failure == .errorEvent && failureClass?.finalAnswer(isSubstitute: false) == .providersOwn
        let told = isTold ? attempt?.vendorError : nil
        let number = (attempt?.stream ?? continuing?.stream)?.nextSequenceNumber ?? 0
        if attempt != nil {
            // Of a model that was to go on, nothing was shown yet.
            endAttempt(continuing != nil && attempt?.stream == nil ? .failed : .interrupted, failure: failure)
            attempt?.abandon()
        }
        attempt = nil
        breakOff(refusal, told, .interrupted, sequenceNumber: number)
    }

    /// Ends what the client has the head of: with the dialect's error event where it is a stream, and never as if it
    /// were whole.
    func breakOff(
        _ refusal: Refusal,
        _ told: UpstreamError?,
        _ result: ExchangeRecord.Outcome,
        sequenceNumber number: Int = 0
    ) {
        outcome.refusal = refusal.code
        if outcome.isStream, case .conversation(let dialect) = operation {
            let marks = ErrorMarks(
                requestID: requestID,
                upstreamRequestID: upstreamRequestID,
                sequenceNumber: number
            )
            let event =
                told.map { ErrorShape.streamEvent(for: $0, refusal, dialect, marks) }
                ?? ErrorShape.streamEvent(for: refusal, dialect, marks)
            client?.piece(ByteBuffer(bytes: event))
            client?.flush()
        }
        let client = client
        record(result)
        client?.abort()
    }

    func finish() {
        noteStream()
        outcome.served = attempt?.target
        endAttempt(.served, failure: nil)
        attempt = nil
        let client = client
        record(.completed)
        client?.end()
    }

    func noteStream() {
        guard let facts = attempt?.stream?.facts else { return }
        outcome.usage = facts.usage
        outcome.answerID = facts.answerID
        outcome.reportedModel = facts.reportedModel
        outcome.finishReason = facts.finishReason
    }
}
