import Access
import Dialects
import Domain
import Journal
import NIOCore
import Settings

/// The heads of answers, and the answers that are Holdfast's own.
extension Exchange {
    var requestID: String { "req_\(id.text)" }

    /// The id under which the provider's support desk finds the attempt that told most: the last that has one.
    var upstreamRequestID: String? { attempts.last { $0.upstreamRequestID != nil }?.upstreamRequestID }

    /// The provider's fields that may come back, and ours.
    ///
    /// - Parameter type: of a body that we wrote; nil: the provider's own.
    /// - Parameter status: nil: the provider's own.
    func answerHead(
        _ head: ResponseHead,
        status: Int? = nil,
        from target: Target,
        type: StaticString? = nil,
        lossy: String? = nil
    ) -> AnswerHead {
        var fields = ByteBuffer()
        fields.reserveCapacity(640)
        let hasOwnRate = rate != nil
        head.bytes.withUnsafeReadableBytes { bytes in
            Fields.walkChecked(bytes, from: head.fieldsStart, to: bytes.count) { name, line in
                guard HeaderRules.travelsBack(Bytes(rebasing: bytes[name]), dialect) else { return }
                if type != nil, bytes.equals(name, "content-type") { return }
                fields.writeBytes(bytes[line])
            }
            if let id = head.requestID {
                fields.writeStaticString("holdfast-upstream-request-id: ")
                fields.writeBytes(bytes[id])
                fields.writeStaticString("\r\n")
            }
        }
        if let type {
            fields.writeStaticString("content-type: ")
            fields.writeStaticString(type)
            fields.writeStaticString("\r\n")
        }
        if let lossy { fields.writeField("holdfast-lossy", lossy) }
        if let plan { fields.writeField("holdfast-route", plan.name) }
        fields.writeField("holdfast-model", target.model.name)
        if hasOwnRate { writeRate(into: &fields) }
        writeOwnFields(into: &fields)
        return AnswerHead(status: status ?? head.status, fields: fields)
    }

    private func writeOwnFields(into fields: inout ByteBuffer) {
        fields.writeStaticString("x-request-id: ")
        fields.writeIdentifier(id)
        fields.writeStaticString("\r\nrequest-id: ")
        fields.writeIdentifier(id)
        fields.writeStaticString("\r\nholdfast-epoch: ")
        fields.writeDecimal(Int(epoch))
        fields.writeStaticString("\r\n")
    }

    private func writeRate(into fields: inout ByteBuffer) {
        guard let rate else { return }
        fields.writeStaticString("x-ratelimit-limit-requests: ")
        fields.writeDecimal(rate.limit)
        fields.writeStaticString("\r\nx-ratelimit-remaining-requests: ")
        fields.writeDecimal(rate.remaining)
        fields.writeStaticString("\r\nx-ratelimit-reset-requests: ")
        fields.writeDecimal(rate.resetSeconds)
        fields.writeStaticString("s\r\n")
    }

    /// Answers with an error of ours and ends the exchange.
    func refuse(_ refusal: Refusal) {
        guard phase != .ended else { return }
        outcome.status = refusal.status
        outcome.refusal = refusal.code
        var fields = ByteBuffer()
        fields.writeStaticString("content-type: application/json\r\n")
        if let seconds = refusal.retryAfter {
            fields.writeStaticString("retry-after: ")
            fields.writeDecimal(seconds)
            fields.writeStaticString("\r\n")
        }
        if let plan { fields.writeField("holdfast-route", plan.name) }
        writeRate(into: &fields)
        writeOwnFields(into: &fields)
        let body = ErrorShape.body(
            for: refusal,
            dialect.vendor,
            requestID: requestID,
            upstreamRequestID: upstreamRequestID
        )
        outcome.responseBytes = body.count
        let client = client
        record(attempts.isEmpty ? .refused : .failed)
        client?.answer(AnswerHead(status: refusal.status, fields: fields), body: ByteBuffer(bytes: body))
    }
}

extension Exchange {
    /// An answer that needs no provider: it is counted like any other.
    func answerLocally(_ body: [UInt8]) {
        isLocal = true
        outcome.status = 200
        outcome.responseBytes = body.count
        var fields = ByteBuffer()
        fields.writeStaticString("content-type: application/json\r\n")
        writeRate(into: &fields)
        writeOwnFields(into: &fields)
        let client = client
        record(.completed)
        client?.answer(AnswerHead(status: 200, fields: fields), body: ByteBuffer(bytes: body))
    }
}
