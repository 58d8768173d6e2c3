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
        let now = NIODeadline.now()
        phase = .ended
        deadline = .distantFuture
        loop.deadlines.forget(self)
        loop.exchangesUnderWay -= 1
        budget.releaseAll()
        count(result, now: now)
        // Who was never admitted is counted, not recorded: strangers must not be able to fill the journal.
        // A models list is no exchange with a model.
        if key != nil || snapshot.isOpen, !isLocal { journal(result, now: now) }
        client = nil
        body = ByteBuffer()
    }

    private func journal(_ result: ExchangeRecord.Outcome, now: NIODeadline) {
        let served = outcome.served
        let prices = served?.model.prices
        var record = ExchangeRecord(id: id, startedAt: startedAt, operation: operation.name)
        record.tenant = key?.tenant
        record.keyID = key?.id
        record.route = plan?.name
        record.askedModel = peek?.model
        record.isStream = outcome.isStream
        record.servedModel = served?.model.name
        record.provider = served?.providerName
        record.lineage = served?.lineage
        record.reportedModel = outcome.reportedModel
        record.attempts = attempts
        record.status = outcome.status
        record.refusal = outcome.refusal?.rawValue
        record.outcome = result
        record.usage = outcome.usage
        record.cost = prices.flatMap { outcome.usage.cost(at: $0) }
        record.currency = record.cost == nil ? nil : snapshot.settings.currency
        record.requestBytes = body.readableBytes
        record.responseBytes = outcome.responseBytes
        record.firstTokenMicroseconds = outcome.firstContent.map { Self.microseconds(from: started, to: $0) }
        record.totalMicroseconds = Self.microseconds(from: started, to: now)
        record.epoch = epoch
        record.answerID = outcome.answerID
        record.finishReason = outcome.finishReason
        record.traceID = trace?.traceID
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
        if result == .served, let plan, let cells = loop.servedCells(plan, attempt.target) {
            return cells.attempt.add()
        }
        let labels = SeriesLabels(
            route: plan?.name ?? "",
            provider: attempt.target.providerName,
            model: attempt.target.label,
            outcome: result.rawValue,
            errorType: failure?.label ?? ""
        )
        loop.metrics.attemptCell(labels).add()
    }

    private func makeRecord(
        of attempt: Attempt,
        _ result: AttemptRecord.Outcome,
        _ failure: AttemptFailure?
    ) -> AttemptRecord {
        let now = NIODeadline.now()
        var record = AttemptRecord(model: attempt.target.model.name, provider: attempt.target.providerName)
        record.credential = attempt.credential
        record.outcome = result
        record.status = attempt.answerHead?.status
        record.failure = failure?.label
        record.startedAfterMicroseconds = Self.microseconds(from: started, to: attempt.started)
        record.durationMicroseconds = Self.microseconds(from: attempt.started, to: now)
        if let head = attempt.answerHead, let id = head.requestID {
            record.upstreamRequestID = head.bytes.withUnsafeReadableBytes { $0.string(id) }
        }
        return record
    }

    private static func microseconds(from start: NIODeadline, to end: NIODeadline) -> Int {
        max(0, Int((end - start).nanoseconds / 1000))
    }
}
