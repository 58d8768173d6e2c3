import Access
import Dialects
import Domain
import JSON
import Journal
import NIOCore
import Routing
import Settings

/// Relay: what a provider answers, on its way to the client.
extension Exchange: UpstreamDelegate {
    /// An answer up to this size is held whole before its head is sent, so that a cut one can still move on.
    static let heldAnswer = 8 << 20
    /// Room that is made for an answer before its bytes are there.
    private static let foreseenAnswer = 256 << 10
    /// An error answer is read only this far: it is told, not served.
    private static let heldError = 256 << 10
    /// A provider that sent an error's head but not its body is not waited for when another model stands ready.
    private static let errorBodyPatience: TimeAmount = .seconds(2)
    /// Where the error is what the caller gets, its words are worth a longer wait.
    private static let lastErrorPatience: TimeAmount = .seconds(10)

    var wantsMore: Bool {
        switch phase {
        case .relaying: client?.isWritable ?? false
        case .receiving, .attempting: true
        case .ended: false
        }
    }

    func upstreamHead(_ head: ResponseHead) {
        guard let attempt else { return }
        attempt.clocks.headCame()
        setDeadline()
        attempt.answerHead = head
        if head.sunset != nil || head.deprecation != nil { signalRetirement(head, attempt) }
        if head.isEncoded { return attemptFailed(.encoded) }
        guard (200..<300).contains(head.status) else {
            attempt.phase = .collectingError(status: head.status)
            let isLast = !failover.hasNext || !failover.movesOn(provisionalClass(head.status, of: attempt))
            deadline = min(deadline, loop.clock.now + (isLast ? Self.lastErrorPatience : Self.errorBodyPatience))
            return
        }
        if head.isEventStream, case .conversation(let dialect) = operation {
            // Whoever asked for a plain answer cannot read a stream.
            guard outcome.isStream else { return attemptFailed(.malformed) }
            if let continuing {
                if recall(of: attempt.target) != nil { return attemptFailed(.recalled) }
                return resume(continuing, with: attempt)
            }
            attempt.stream = makeStream(attempt, dialect)
            attempt.phase = .streaming
        } else {
            // The rest of a stream can only be one.
            if continuing != nil { return attemptFailed(.malformed) }
            attempt.phase = .collecting
            if case .length(let length) = head.framing, length > Self.heldAnswer { takeLargeAnswer() }
        }
    }

    func upstreamBody(_ piece: ByteBuffer) {
        guard let phase = attempt?.phase else { return }
        switch phase {
        case .streaming: stream(piece)
        case .collecting:
            noteFlow(of: piece)
            collect(piece)
        case .streamingPlain:
            noteFlow(of: piece)
            outcome.responseBytes += piece.readableBytes
            client?.piece(piece)
        case .collectingError:
            // An error's body has a patience of its own, which its pieces do not renew.
            if (attempt?.answer.readableBytes ?? 0) + piece.readableBytes <= Self.heldError { append(piece) }
        case .connecting, .waiting: break
        }
    }

    func upstreamReadComplete() {
        if phase == .relaying { client?.flush() }
    }

    func upstreamEnd() {
        guard let attempt else { return }
        switch attempt.phase {
        case .streaming: perform(self.attempt?.stream?.ended() ?? .hold, forward: ByteBuffer())
        case .collecting: answerWhole()
        case .streamingPlain: finish()
        case .collectingError(let status): errorCollected(status)
        case .connecting, .waiting: break
        }
    }

    func upstreamFailed(_ failure: AttemptFailure) {
        guard let phase = attempt?.phase else { return }
        switch phase {
        case .streaming:
            perform(attempt?.stream?.failed(failure) ?? .abandon(failure), forward: ByteBuffer())
        case .collectingError(let status):
            // The status had been told; how its body ended does not matter.
            errorCollected(status)
        case .connecting, .waiting, .collecting, .streamingPlain:
            attemptFailed(failure)
        }
    }

    /// A piece of a plain answer. White space before it is what some providers keep a connection warm with.
    private func noteFlow(of piece: ByteBuffer) {
        guard let attempt, attempt.clocks.hasContent || piece.readableBytesView.contains(where: { $0 > 0x20 }) else {
            return
        }
        flow(piece.readableBytes)
    }

    /// Content came, and its clocks begin anew.
    func flow(_ bytes: Int) {
        attempt?.clocks.flow(bytes, now: loop.clock.now.uptimeNanoseconds)
        setDeadline()
    }

    func setDeadline() {
        guard let attempt else { return }
        deadline = min(.uptimeNanoseconds(attempt.clocks.deadline), totalDeadline)
    }

    // MARK: Plain answers

    private func collect(_ piece: ByteBuffer) {
        append(piece)
        if (attempt?.answer.readableBytes ?? 0) > Self.heldAnswer { takeLargeAnswer() }
    }

    /// What is translated is read whole, so it cannot be larger than what is held.
    private func takeLargeAnswer() {
        if isConversation, outcome.isStream { return attemptFailed(.malformed) }
        if attempt?.translation == nil { commitLargeAnswer() } else { attemptFailed(.badFrame) }
    }

    private func append(_ piece: ByteBuffer) {
        guard budget.grow(by: piece.readableBytes) else { return attemptFailed(.modelBusy) }
        if attempt?.answer.readableBytes == 0 {
            attempt?.answer = piece
            // What the provider says of the length is a hint: room beyond it is made as the bytes come.
            if case .length(let length)? = attempt?.answerHead?.framing, length > piece.readableBytes {
                attempt?.answer.reserveCapacity(min(length, Self.foreseenAnswer))
            }
        } else {
            attempt?.answer.writeImmutableBuffer(piece)
        }
    }

    private func answerWhole() {
        guard let attempt, let head = attempt.answerHead else { return }
        if recall(of: attempt.target) != nil { return attemptFailed(.recalled) }
        if attempt.translation != nil { return answerTranslated(attempt, head) }
        let operation = operation
        guard let answer = attempt.answer.withUnsafeReadableBytes({ Answer.read($0, as: operation) }) else {
            return attemptFailed(.malformed)
        }
        if case .conversation(let dialect) = operation {
            if AnswerError.isPossible(finishReason: answer.finishReason),
                let body = try? attempt.answer.withUnsafeReadableBytes({ try JSONValue(parsing: $0) }),
                let error = AnswerError.read(body, dialect)
            {
                attempt.vendorError = error
                return attemptFailed(.errorEvent)
            }
            // A plain answer where a stream was asked for looks to the vendors' clients like a stream without content.
            if outcome.isStream { return attemptFailed(.malformed) }
            if answer.isRefusal || Refusing.isWord(answer.finishReason), movesRefusals { return refusedInside() }
            loop.shared.seals.remember(answer.seals, of: attempt.target.model.name)
        }
        outcome.usage = answer.usage
        outcome.answerID = answer.id
        outcome.reportedModel = answer.model
        outcome.finishReason = answer.finishReason
        outcome.firstContent = loop.clock.now
        remember(answerID: answer.id, attempt)
        send(head, body: echoed(attempt.answer), from: attempt.target)
    }

    /// Too large to be held: from here on a failure is seen.
    private func commitLargeAnswer() {
        guard let attempt, let head = attempt.answerHead else { return }
        if recall(of: attempt.target) != nil { return attemptFailed(.recalled) }
        phase = .relaying
        self.attempt?.phase = .streamingPlain
        outcome.status = head.status
        outcome.served = attempt.target
        outcome.firstContent = loop.clock.now
        outcome.responseBytes += attempt.answer.readableBytes
        let length: Int? = if case .length(let length) = head.framing { length } else { nil }
        client?.begin(answerHead(head, from: attempt.target), length: length)
        client?.piece(attempt.answer)
        attempt.chargedBytes = attempt.answer.readableBytes
        attempt.answer = ByteBuffer()
    }

    /// What was held of a large answer has left, for the client has room again.
    func largeAnswerTaken() {
        guard let attempt, case .streamingPlain = attempt.phase else { return }
        budget.shrink(by: attempt.chargedBytes)
        attempt.chargedBytes = 0
    }

    // MARK: Sending

    func send(
        _ head: ResponseHead,
        status: Int? = nil,
        body: ByteBuffer,
        from target: Target,
        type: StaticString? = nil,
        parting: Parting? = nil,
        outcome result: ExchangeRecord.Outcome = .completed
    ) {
        outcome.status = status ?? head.status
        outcome.responseBytes = body.readableBytes
        if result == .completed {
            outcome.served = target
        }
        let answer = answerHead(
            head,
            status: status,
            from: target,
            type: type,
            lossy: attempt.flatMap { lossy($0) },
            parting: parting,
            body: body.readableBytes
        )
        if result == .completed {
            endAttempt(.served, failure: nil)
            attempt = nil
        }
        let client = client
        record(result)
        client?.answer(answer, body: body)
    }

    /// An answer id is bound to what made it before the client can have seen it.
    func remember(answerID: String?, _ attempt: Attempt) {
        guard let answerID, case .conversation(let dialect) = operation, attempt.dialect == dialect,
            dialect.profile.keepsAnswers
        else { return }
        loop.shared.bindings.remember(
            AnswerBinding(
                answerID: answerID,
                tenant: key?.tenant,
                model: attempt.target.model.name,
                provider: attempt.target.providerName,
                credential: attempt.credential,
                lineage: attempt.target.lineage
            )
        )
    }
}
