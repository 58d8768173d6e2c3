import Dialects
import Domain
import Journal
import NIOCore
import Routing
import Settings
import Telemetry

/// Attempt: one model after the other, until one answers or none is left.
extension Exchange {
    func startFirstAttempt() {
        guard let plan else { return }
        phase = .attempting
        passOverRecalled()
        failover = Failover(
            candidates: max(1, candidates.count),
            rules: plan.failover,
            deadline: totalDeadline.uptimeNanoseconds
        )
        if candidates.isEmpty { return giveUp(Failover.Ending(failure: .recalled, failureClass: .ours)) }
        if outcome.isStream, let pause = plan.commentAfter { commentDue = started + pause }
        enter()
    }

    /// The exchange has its place among all.
    func entered() {
        placedAt = loop.clock.now
        perform(failover.first)
    }

    func perform(_ step: Failover.Step) {
        switch step {
        case .attempt(let candidate, let credential, let wait):
            let target = candidates[candidate]
            // A named answer ties the request to one credential.
            let chosen = boundCredential ?? target.credentials[credential].index
            guard wait > .zero else { return start(target, credential: chosen) }
            postpone(AwaitedAttempt(target: target, credential: chosen), for: wait)
        case .giveUp(let ending): giveUp(ending)
        }
    }

    /// - Parameter overruling: the breaker said no, and there is nobody else.
    func start(_ target: Target, credential: Int, overruling ticket: BreakerTicket? = nil) {
        guard let plan else { return }
        let now = loop.clock.now
        let attempt = Attempt(
            target: target,
            credential: credential,
            dialect: target.dialect(for: dialect),
            started: now,
            clocks: plan.clocks
        )
        do throws(Refusal) {
            try prepare(attempt, unsealed: target === unsealed)
        } catch {
            // Of the model that would have come first.
            untranslatable = untranslatable ?? error
            return passOver(attempt, .untranslatable)
        }
        attempt.ticket = ticket
        // It waited, and the control plane may have spoken meanwhile.
        if loop.snapshot !== snapshot, recall(of: target) != nil { return passOver(attempt, .recalled) }
        if target.handle.places.enterAtOnce() { begin(attempt) } else { queue(attempt) }
    }

    /// The attempt has its place at the model.
    func begin(_ attempt: Attempt) {
        let now = loop.clock.now.uptimeNanoseconds
        if attempt.ticket == nil {
            switch attempt.target.handle.admit(isFirst: failover.isFresh, now: now) {
            case .admitted(let ticket): attempt.ticket = ticket
            case .refused:
                attempt.target.handle.places.release(after: .zero, now: now)
                return passOver(attempt, .breakerOpen)
            }
        }
        failover.began(now: now)
        attempt.phase = .connecting
        self.attempt = attempt
        connect()
    }

    /// The model is not asked at all.
    func passOver(_ attempt: Attempt, _ failure: AttemptFailure) {
        attempt.failureClass = FailureClass(failure, at: attempt.target.kind)
        note(attempt, .failed, failure)
        perform(failover.passedOver(failure, now: loop.clock.now.uptimeNanoseconds))
    }

    /// Takes a warm connection, or makes one; then sends.
    private func connect() {
        guard let attempt else { return }
        let pool = loop.pool(attempt.target.origin)
        if !attempt.freshOnly, let connection = pool.idleConnection() { return send(on: connection) }
        attempt.clocks.connecting(now: loop.clock.now.uptimeNanoseconds)
        setDeadline()
        let connecting = pool.connect(deadline: deadline) { [weak self, weak attempt] result in
            // A connection belongs to the attempt that asked for it, whatever the exchange is doing by now: another
            // provider's request must never go out on it.
            self?.loop.clock.turn()
            guard let self, let attempt, self.attempt === attempt else {
                if case .success(let connection) = result { connection.cancel() }
                return
            }
            attempt.connecting = nil
            switch result {
            case .success(let connection): send(on: connection)
            case .failure(let failure): attemptFailed(failure)
            }
        }
        // An address that refuses at once has called back already, and the exchange may be at its next attempt.
        if self.attempt === attempt, attempt.connection == nil { attempt.connecting = connecting }
    }

    private func send(on connection: UpstreamConnection) {
        guard let attempt else { return }
        guard loop.knowsOrders else { return sendLater(attempt, connection) }
        // In the very turn that writes the first byte: what the control plane has said since the plan counts.
        guard recall(of: attempt.target) == nil else {
            loop.pool(attempt.target.origin).giveBack(connection)
            return attemptFailed(.recalled)
        }
        attempt.target.handle.noteAsked()
        attempt.connection = connection
        attempt.phase = .waiting
        attempt.clocks.sent(now: loop.clock.now.uptimeNanoseconds)
        setDeadline()
        let (head, rest) = request(attempt)
        connection.send(head, rest, to: self)
    }

    /// Between two looks whether the loop knows what was ordered while it slept.
    private static let orderPause = TimeAmount.milliseconds(5)

    private func sendLater(_ attempt: Attempt, _ connection: UpstreamConnection) {
        loop.pool(attempt.target.origin).giveBack(connection)
        let bound = NIOLoopBound((self, attempt), eventLoop: loop.eventLoop)
        loop.eventLoop.scheduleTask(in: Self.orderPause) {
            let (exchange, attempt) = bound.value
            exchange.loop.clock.turn()
            guard exchange.attempt === attempt, attempt.connection == nil, attempt.connecting == nil else { return }
            exchange.connect()
        }
    }

    /// The bytes that go up: the client's own, but for the model's name and, on routes that ask for it, usage.
    ///
    /// A small body is copied behind the head, one write for both; of a large one only the part before the last edit.
    private func request(_ attempt: Attempt) -> (head: ByteBuffer, rest: ByteBuffer?) {
        if let translation = attempt.translation { return translatedRequest(translation, attempt) }
        let body = attempt.clearedBody?.bytes ?? body
        let edits =
            (attempt.clearedBody?.peek ?? peek).map {
                Splice.edits(
                    for: $0,
                    model: attempt.target.modelID,
                    askForUsage: (plan?.asksForUsage ?? false) && isConversation && dialect.profile.tellsUsageOnRequest
                )
            } ?? []
        let length = body.readableBytes + edits.reduce(0) { $0 + $1.bytes.count - $1.range.count }
        var head = requestHead(attempt, operation, bodyLength: length)
        var position = body.readerIndex
        for edit in edits {
            head.write(position..<(body.readerIndex + edit.range.lowerBound), of: body)
            head.write(atMost: edit.bytes.count) { writer in edit.bytes.withUnsafeBytes { writer.write($0) } }
            position = body.readerIndex + edit.range.upperBound
        }
        let left = body.writerIndex - position
        guard left > Self.copiedBody else {
            head.write(position..<body.writerIndex, of: body)
            return (head, nil)
        }
        return (head, body.getSlice(at: position, length: left))
    }

    /// Copying 16 KiB costs less than a second buffer in the same write.
    static let copiedBody = 16 * 1024

    /// The whole head that goes up, with room behind it for a body that is copied.
    ///
    /// - Parameter asked: what is asked of the provider, which is in its dialect: in a translation not the caller's. Fields
    ///   that are one vendor's stay behind then.
    func requestHead(_ attempt: Attempt, _ asked: Operation, bodyLength: Int) -> ByteBuffer {
        let isTranslated = attempt.translation != nil
        let fixed = attempt.target.head(asked, credential: attempt.credential)
        // The request's own fields and our own ones, which together are no longer than this.
        let room = fixed.readableBytes + head.bytes.readableBytes + loop.fixedFields.readableBytes + 256
        var buffer = ByteBuffer()
        buffer.reserveCapacity(room + min(bodyLength, Self.copiedBody))
        buffer.write(atMost: room) { writer in
            fixed.withUnsafeReadableBytes { writer.write($0) }
            if isTranslated { writer.write(attempt.dialect.profile.translatedFields) }
            head.bytes.withUnsafeReadableBytes { bytes in
                Fields.walkChecked(bytes, from: head.fieldsStart, to: bytes.count) { name, line in
                    let name = Bytes(rebasing: bytes[name])
                    guard isTranslated ? HeaderRules.travelsAnywhere(name) : HeaderRules.travelsUpstream(name, dialect)
                    else { return }
                    writer.write(Bytes(rebasing: bytes[line]))
                }
                if let state = head.traceState, trace != nil, state.count <= 512 {
                    writer.write("tracestate: ")
                    writer.write(Bytes(rebasing: bytes[state]))
                    writer.write("\r\n")
                }
                if let trace { writer.writeField("traceparent", trace.child(randomSpan: loop.identifiers.next()).text) }
                loop.fixedFields.withUnsafeReadableBytes { writer.write($0) }
                for mark in head.loopMarks {
                    // Whoever passed it on before us must still recognise it.
                    writer.write(", ")
                    writer.write(Bytes(rebasing: bytes[mark]))
                }
            }
            writer.write("\r\ncontent-length: ")
            writer.write(bodyLength)
            writer.write("\r\n\r\n")
        }
        return buffer
    }

    /// A connection that had been idle may have been closed while our request was on its way: that is nobody's failure,
    /// and the request goes up once more, on a connection that is certainly new.
    func retryOnFreshConnection() -> Bool {
        guard let attempt, attempt.connection?.mayRetryUncounted == true, !attempt.freshOnly else { return false }
        attempt.connection = nil
        attempt.freshOnly = true
        attempt.phase = .connecting
        connect()
        return true
    }

    /// Ends the attempt's account: its record, its place at the model.
    func endAttempt(_ result: AttemptRecord.Outcome, failure: AttemptFailure?) {
        guard let attempt else { return }
        let now = loop.clock.now
        attempt.target.handle.places.release(after: Duration(now - attempt.started), now: now.uptimeNanoseconds)
        report(attempt, result, failure)
        note(attempt, result, failure)
    }

    /// What the model's breaker is to think of the attempt.
    private func report(_ attempt: Attempt, _ result: AttemptRecord.Outcome, _ failure: AttemptFailure?) {
        guard let ticket = attempt.ticket else { return }
        let outcome: Breaker.Outcome =
            switch result {
            case .served: .success(Duration(outcome.firstContent.map { $0 - attempt.started } ?? .zero))
            case .cancelled: .neutral
            case .failed, .interrupted: verdict(attempt, failure)
            }
        attempt.target.handle.report(
            ticket,
            outcome,
            now: loop.clock.now.uptimeNanoseconds,
            using: &loop.identifiers
        )
    }

    /// A 429 is push-back that the model is well enough to give, whatever its words. Where another credential is tried, it
    /// was the credential that failed: the model has yet to be asked.
    private func verdict(_ attempt: Attempt, _ failure: AttemptFailure?) -> Breaker.Outcome {
        guard let found = attempt.failureClass, failure != .status(429) else { return .neutral }
        let hasOther = boundCredential == nil && attempt.credential != attempt.target.credentials.last?.index
        if found.triesNextCredential, hasOther { return .neutral }
        return switch found.breakerVerdict {
        case .success: .success(.zero)
        case .failure: .failure
        case .neutral: .neutral
        }
    }
}
