import Access
import Dialects
import Domain
import Journal
import NIOCore
import Routing
import Settings

/// The heads of answers, and the answers that are Holdfast's own.
extension Exchange {
    var requestID: String { "req_\(id.text)" }

    /// The id under which the provider's support desk finds the attempt that told most: the last that has one.
    var upstreamRequestID: String? { attempts.last { $0.upstreamRequestID != nil }?.upstreamRequestID }

    /// Holdfast's own fields but for names: ids, attempts, rate, epoch, content type, what it says of retries.
    private static let ownFields = 832

    /// The provider's fields that may come back, and ours.
    ///
    /// - Parameter type: of a body that we wrote; nil: the provider's own.
    /// - Parameter status: nil: the provider's own.
    /// - Parameter parting: of an error; nil: the provider's own fields stand.
    /// - Parameter body: length of what follows at once.
    func answerHead(
        _ head: ResponseHead,
        status: Int? = nil,
        from target: Target,
        type: StaticString? = nil,
        lossy: String? = nil,
        parting: Parting? = nil,
        body: Int = 0
    ) -> AnswerHead {
        let route = plan?.name ?? ""
        let room =
            head.bytes.readableBytes + route.utf8.count + target.names.readableBytes + (lossy?.utf8.count ?? 0)
            + Self.ownFields
        return AnswerHead(status: status ?? head.status, fields: room, body: min(body, Self.copiedBody)) { writer in
            head.bytes.withUnsafeReadableBytes { bytes in
                Fields.walkChecked(bytes, from: head.fieldsStart, to: bytes.count) { name, line in
                    guard HeaderRules.travelsBack(Bytes(rebasing: bytes[name]), dialect),
                        parting?.replaces(Bytes(rebasing: bytes[name])) != true
                    else { return }
                    if type != nil, bytes.equals(name, "content-type") { return }
                    writer.write(Bytes(rebasing: bytes[line]))
                }
                if let id = head.requestID {
                    writer.write("holdfast-upstream-request-id: ")
                    writer.write(Bytes(rebasing: bytes[id]))
                    writer.write("\r\n")
                }
            }
            if let type {
                writer.write("content-type: ")
                writer.write(type)
                writer.write("\r\n")
            }
            parting?.write(to: &writer)
            if let lossy { writer.writeField("holdfast-lossy", lossy) }
            if plan != nil { writer.writeField("holdfast-route", route) }
            target.names.withUnsafeReadableBytes { writer.write($0) }
            writeAttempts(&writer)
            writeOwnFields(&writer)
        }
    }

    /// How many it took, and why the first was not enough.
    private func writeAttempts(_ writer: inout TextWriter) {
        guard failover.attempts > 0 else { return }
        writer.write("holdfast-attempts: ")
        writer.write(failover.attempts)
        writer.write("\r\n")
        if let reason = attempts.first?.failure { writer.writeField("holdfast-reason", reason) }
    }

    private func writeOwnFields(_ writer: inout TextWriter) {
        if let rate {
            writer.write("x-ratelimit-limit-requests: ")
            writer.write(rate.limit)
            writer.write("\r\nx-ratelimit-remaining-requests: ")
            writer.write(rate.remaining)
            writer.write("\r\nx-ratelimit-reset-requests: ")
            writer.write(rate.resetSeconds)
            writer.write("s\r\n")
        }
        writer.writeIDs(id, epoch: epoch)
    }

    /// Answers with an error of ours and ends the exchange.
    ///
    /// - Parameter isSpent: a budget of ours ended it, so that the caller's SDK must not retry by itself.
    func refuse(_ refusal: Refusal, isSpent: Bool = false) {
        guard phase != .ended else { return }
        let result: ExchangeRecord.Outcome = attempts.isEmpty ? .refused : .failed
        if isOpened { return breakOff(refusal, nil, result) }
        outcome.status = refusal.status
        outcome.refusal = refusal.code
        let head = AnswerHead(
            status: refusal.status,
            fields: (plan?.name.utf8.count ?? 0) + Self.ownFields
        ) { writer in
            writer.write("content-type: application/json\r\n")
            if let seconds = refusal.retryAfter {
                writer.write("retry-after: ")
                writer.write(seconds)
                writer.write("\r\n")
            }
            // A gateway that leads back here would otherwise send its request round once more, and a day is a long wait.
            if isSpent || refusal.code == .loopDetected || refusal.code == .dayLimitReached {
                writer.write(Parting.shouldNotRetry)
            }
            if let plan { writer.writeField("holdfast-route", plan.name) }
            writeAttempts(&writer)
            writeOwnFields(&writer)
        }
        let body = ErrorShape.body(
            for: refusal,
            dialect.vendor,
            requestID: requestID,
            upstreamRequestID: upstreamRequestID
        )
        outcome.responseBytes = body.count
        let client = client
        record(result)
        client?.answer(head, body: ByteBuffer(bytes: body))
    }
}

extension Exchange {
    /// Nothing can be said yet of who answers.
    func openedHead(route: String) -> AnswerHead {
        AnswerHead(status: 200, fields: route.utf8.count + Self.ownFields) { writer in
            writer.write("content-type: text/event-stream; charset=utf-8\r\n")
            writer.writeField("holdfast-route", route)
            writer.writeIDs(id)
        }
    }

    func lastResortHead(isStream: Bool) -> AnswerHead {
        AnswerHead(status: 200, fields: (plan?.name.utf8.count ?? 0) + Self.ownFields) { writer in
            writer.write("content-type: ")
            writer.write(isStream ? "text/event-stream; charset=utf-8" as StaticString : "application/json")
            writer.write("\r\nholdfast-served-by: last-resort\r\n")
            if let plan { writer.writeField("holdfast-route", plan.name) }
            writeAttempts(&writer)
            writeOwnFields(&writer)
        }
    }

    /// An answer that needs no provider: it is counted like any other.
    func answerLocally(_ body: [UInt8]) {
        isLocal = true
        outcome.status = 200
        outcome.responseBytes = body.count
        let head = AnswerHead(status: 200, fields: Self.ownFields) { writer in
            writer.write("content-type: application/json\r\n")
            writeOwnFields(&writer)
        }
        let client = client
        record(.completed)
        client?.answer(head, body: ByteBuffer(bytes: body))
    }
}

extension TextWriter {
    /// At most 160 bytes: our id under both vendors' names, and the epoch.
    mutating func writeIDs(_ id: Identifier, epoch: UInt64) {
        writeIDs(id)
        write("holdfast-epoch: ")
        write(Int(epoch))
        write("\r\n")
    }

    mutating func writeIDs(_ id: Identifier) {
        write("x-request-id: ")
        write(id)
        write("\r\nrequest-id: ")
        write(id)
        write("\r\n")
    }
}
