import Access
import Dialects
import Domain
import Journal
import NIOCore
import Routing
import Settings
import Telemetry

/// Record: the exchange's account, made once, off the path of the answer.
extension Exchange {
    func record(_ result: ExchangeRecord.Outcome) {
        guard phase != .ended else { return }
        // With what it took to make the answer.
        loop.clock.turn()
        let now = loop.clock.now
        phase = .ended
        leaveQueue()
        if let placedAt {
            loop.shared.places.release(after: Duration(now - placedAt), now: now.uptimeNanoseconds)
        }
        deadline = .distantFuture
        loop.deadlines.forget(self)
        loop.exchangesUnderWay -= 1
        budget.releaseAll()
        if own == nil { count(result, now: now) }
        // Who was never admitted is counted, not recorded: strangers must not be able to fill the journal.
        // A models list is no exchange with a model.
        if own == nil, key != nil || snapshot.isOpen, !isLocal { journal(result, now: now) }
        mirror(now: now)
        client = nil
        body = ByteBuffer()
        tellOwner(now: now)
    }

    private func journal(_ result: ExchangeRecord.Outcome, now: NIODeadline) {
        let served = outcome.served
        let cost = served?.model.prices.flatMap { outcome.usage.cost(at: $0) }
        // In one go: a record is so large that each field set afterwards costs a look at what it was before.
        let record = ExchangeRecord(
            id: id,
            startedAt: startedAt,
            operation: operation.name,
            tenant: key?.tenant,
            keyID: key?.id,
            route: plan?.name,
            askedModel: peek?.model,
            isStream: outcome.isStream,
            servedModel: served?.model.name,
            provider: served?.providerName,
            lineage: served?.lineage,
            reportedModel: outcome.reportedModel,
            attempts: attempts,
            status: outcome.status,
            refusal: outcome.refusal?.rawValue,
            outcome: result,
            usage: outcome.usage,
            cost: cost,
            currency: cost == nil ? nil : snapshot.settings.currency,
            requestBytes: body.readableBytes,
            responseBytes: outcome.responseBytes,
            firstTokenMicroseconds: outcome.firstContent.map { Self.microseconds(from: started, to: $0) },
            totalMicroseconds: Self.microseconds(from: started, to: now),
            epoch: epoch,
            answerID: outcome.answerID,
            finishReason: outcome.finishReason,
            traceID: trace?.traceID
        )
        charge(record)
        _ = loop.shared.journal.offer(record)
    }

    private func count(_ result: ExchangeRecord.Outcome, now: NIODeadline) {
        let served = outcome.served
        exchangeCell(result, served).record(
            durationMicroseconds: Self.microseconds(from: started, to: now),
            firstChunkMicroseconds: outcome.firstContent.map { Self.microseconds(from: started, to: $0) },
            usage: served == nil || operation == .countTokens || operation == .inputTokens ? nil : outcome.usage,
            requestBytes: body.readableBytes,
            responseBytes: outcome.responseBytes
        )
        if let refusal = outcome.refusal { loop.metrics.refused(refusal) }
    }

    private func exchangeCell(_ result: ExchangeRecord.Outcome, _ served: Target?) -> SeriesCell {
        if result == .completed, outcome.refusal == nil, let served, let plan,
            let cells = loop.servedCells(plan, served)
        {
            return cells.exchange
        }
        return loop.metrics.cell(
            SeriesLabels(
                route: plan?.name ?? "",
                provider: served?.providerName ?? "",
                model: served?.label ?? "",
                outcome: result.rawValue,
                errorType: outcome.refusal?.rawValue ?? attempts.last?.failure ?? ""
            )
        )
    }

    /// Takes an attempt that has ended into the exchange's account and into the metrics.
    func note(_ attempt: Attempt, _ result: AttemptRecord.Outcome, _ failure: AttemptFailure?) {
        attempts.append(makeRecord(of: attempt, result, failure))
        guard own == nil else { return }
        if result == .served, let plan, let cells = loop.servedCells(plan, attempt.target) {
            return cells.attempt.add()
        }
        let labels = SeriesLabels(
            route: plan?.name ?? "",
            provider: attempt.target.providerName,
            model: attempt.target.label,
            outcome: result.rawValue,
            errorType: failure?.label ?? "",
            failureClass: failure == nil ? "" : attempt.failureClass?.rawValue ?? ""
        )
        loop.metrics.attemptCell(labels).add()
    }

    private func makeRecord(
        of attempt: Attempt,
        _ result: AttemptRecord.Outcome,
        _ failure: AttemptFailure?
    ) -> AttemptRecord {
        let head = attempt.answerHead
        return AttemptRecord(
            model: attempt.target.model.name,
            provider: attempt.target.providerName,
            credential: attempt.credential,
            outcome: result,
            status: head?.status,
            failure: failure?.label,
            failureClass: failure == nil ? nil : attempt.failureClass?.rawValue,
            startedAfterMicroseconds: Self.microseconds(from: started, to: attempt.started),
            durationMicroseconds: Self.microseconds(from: attempt.started, to: loop.clock.now),
            upstreamRequestID: head.flatMap { head in
                head.requestID.map { id in head.bytes.withUnsafeReadableBytes { $0.string(id) } }
            }
        )
    }

    private static func microseconds(from start: NIODeadline, to end: NIODeadline) -> Int {
        max(0, Int((end - start).nanoseconds / 1000))
    }
}
