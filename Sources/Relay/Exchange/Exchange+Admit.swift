import Access
import Dialects
import Domain
import NIOCore
import Telemetry

/// Admit: who asks, and may they. Runs on the head alone, so that nobody uploads a body in vain.
extension Exchange {
    func admit() throws(Refusal) {
        let read: (refusal: Refusal?, trace: TraceParent?) = head.bytes.withUnsafeReadableBytes { bytes in
            do throws(Refusal) {
                try checkForm(bytes)
                try checkKey(bytes)
            } catch {
                return (error, nil)
            }
            return (nil, head.traceParent.flatMap { TraceParent(Bytes(rebasing: bytes[$0])) })
        }
        trace = read.trace
        if let refusal = read.refusal { throw refusal }
    }

    /// Room for the marks of a dozen gateways in a row, which nobody has.
    private static let longestLoopMark = 512

    private func checkForm(_ bytes: Bytes) throws(Refusal) {
        let marks = head.loopMarks
        if !marks.isEmpty,
            marks.reduce(0, { $0 + $1.count }) > Self.longestLoopMark
                || marks.contains(where: { bytes.string($0).contains(loop.shared.instance) })
        {
            throw Refusal(
                .loopDetected,
                "This request already passed through this Holdfast. A provider's `base_url` leads back here: correct it."
            )
        }
        if head.expectsOther {
            throw Refusal(.expectationFailed, "Only `Expect: 100-continue` is known.")
        }
        if let fallback = head.fallback, !bytes.equals(fallback, "none") {
            throw Refusal(
                .badRequest,
                "`holdfast-fallback` can only be `none`: a caller may narrow what may answer, not widen it.",
                parameter: "holdfast-fallback"
            )
        }
        try readTags(bytes)
        if let encoding = head.contentEncoding, !bytes.equals(encoding, "identity") {
            throw Refusal(
                .unsupportedEncoding,
                "The request body is compressed. Send it without `Content-Encoding`.",
                parameter: "content-encoding"
            )
        }
    }

    private func checkKey(_ bytes: Bytes) throws(Refusal) {
        guard let presented = presentedKey(bytes) else {
            if snapshot.isOpen { return }
            throw Refusal(
                .missingKey,
                "No key was sent. Put one in `Authorization: Bearer …` or `x-api-key`; `holdfast key create` makes one."
            )
        }
        if snapshot.isOpen { return }
        switch loop.provedKeys.verify(presented, in: snapshot.keys, now: startedAt) {
        case .accepted(let entry):
            key = entry
            try checkRate(entry)
        case .malformed:
            throw Refusal(.invalidKey, "The key is not a Holdfast key: a part is missing or mistyped.")
        case .unknown:
            throw Refusal(.invalidKey, "The key is not known here. Check that it belongs to this Holdfast.")
        case .expired:
            throw Refusal(.expiredKey, "The key has expired. Ask the operator for a new one.")
        case .revoked:
            throw Refusal(.revokedKey, "The key was revoked. Ask the operator for a new one.")
        }
    }

    private func presentedKey(_ bytes: Bytes) -> Bytes? {
        if let key = head.apiKey { return Bytes(rebasing: bytes[key]) }
        guard let value = head.authorization, value.count > 7,
            bytes.equals(value.lowerBound..<(value.lowerBound + 6), "bearer"), bytes[value.lowerBound + 6] == .space
        else { return nil }
        return Bytes(rebasing: bytes[bytes.trimmed((value.lowerBound + 7)..<value.upperBound)])
    }

    private func checkRate(_ entry: KeyEntry) throws(Refusal) {
        guard let limit = entry.requestsPerMinute else { return }
        let decision = loop.shared.rates.admit(key: entry.id, requestsPerMinute: limit)
        rate = decision
        guard decision.allowed else {
            throw Refusal(
                .rateLimited,
                "The key's limit of \(limit) requests a minute is used up.",
                retryAfter: decision.retryAfterSeconds
            )
        }
    }
}
