package import Domain
import JSON

/// The canonical bytes of a record and back. Members stand in the order of RFC 8785; what is unknown is left out.
extension ExchangeRecord {
    package var canonicalBytes: [UInt8] {
        var writer = MemberWriter()
        write(to: &writer)
        return Array(writer.bytes)
    }

    /// Makes the canonical bytes what the writer holds.
    func write(to writer: inout MemberWriter) {
        writer.begin()
        writer.text("answer_id", answerID)
        writer.text("asked_model", askedModel)
        writer.attempts(attempts)
        if let cost { writer.text("cost", cost.decimal) }
        writer.text("currency", currency)
        writer.number("epoch", Int(epoch))
        writer.text("finish_reason", finishReason)
        writer.number("first_token_us", firstTokenMicroseconds)
        writer.text("id", requestID)
        writer.text("key", keyID)
        writer.text("lineage", lineage)
        writer.text("operation", operation)
        writer.text("outcome", outcome.rawValue)
        writer.text("provider", provider)
        writer.text("refusal", refusal)
        writer.text("reported_model", reportedModel)
        writer.number("request_bytes", requestBytes)
        writer.number("response_bytes", responseBytes)
        writer.text("route", route)
        writer.text("served_model", servedModel)
        writer.number("started_at", Int(startedAt))
        writer.number("status", status)
        writer.flag("stream", isStream)
        writer.text("tenant", tenant)
        writer.number("tokens_cache_write", usage.cacheWrite)
        writer.number("tokens_cached", usage.cachedInput)
        writer.number("tokens_in", usage.input)
        writer.number("tokens_out", usage.output)
        writer.number("tokens_reasoning", usage.reasoning)
        writer.number("total_us", totalMicroseconds)
        writer.text("trace", traceID)
        writer.number("v", Self.version)
        writer.end()
    }

    /// nil when the bytes are no record of a version that is understood.
    package init?(canonicalBytes bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), value["v"]?.integer == Self.version,
            let text = value["id"]?.string, text.hasPrefix("req_"), let id = Identifier(text.dropFirst(4)),
            let startedAt = value["started_at"]?.integer, let operation = value["operation"]?.string,
            let outcome = value["outcome"]?.string.flatMap(Outcome.init(rawValue:))
        else { return nil }
        self.init(id: id, startedAt: UInt64(max(0, startedAt)), operation: operation)
        self.outcome = outcome
        answerID = value["answer_id"]?.string
        askedModel = value["asked_model"]?.string
        attempts = value["attempts"]?.elements?.compactMap(AttemptRecord.init) ?? []
        cost = value["cost"]?.string.flatMap { Money(decimal: $0) }
        currency = value["currency"]?.string
        epoch = UInt64(max(0, value["epoch"]?.integer ?? 0))
        finishReason = value["finish_reason"]?.string
        firstTokenMicroseconds = value["first_token_us"]?.integer
        keyID = value["key"]?.string
        lineage = value["lineage"]?.string
        provider = value["provider"]?.string
        refusal = value["refusal"]?.string
        reportedModel = value["reported_model"]?.string
        requestBytes = value["request_bytes"]?.integer ?? 0
        responseBytes = value["response_bytes"]?.integer ?? 0
        route = value["route"]?.string
        servedModel = value["served_model"]?.string
        status = value["status"]?.integer ?? 0
        isStream = value["stream"]?.bool ?? false
        tenant = value["tenant"]?.string
        usage = Usage(
            input: value["tokens_in"]?.integer,
            output: value["tokens_out"]?.integer,
            cachedInput: value["tokens_cached"]?.integer,
            cacheWrite: value["tokens_cache_write"]?.integer,
            reasoning: value["tokens_reasoning"]?.integer
        )
        totalMicroseconds = value["total_us"]?.integer ?? 0
        traceID = value["trace"]?.string
    }
}

extension AttemptRecord {
    fileprivate init?(_ value: JSONValue) {
        guard let model = value["model"]?.string, let provider = value["provider"]?.string,
            let outcome = value["outcome"]?.string.flatMap(Outcome.init(rawValue:))
        else { return nil }
        self.init(model: model, provider: provider)
        self.outcome = outcome
        credential = value["credential"]?.integer ?? 0
        status = value["status"]?.integer
        failure = value["failure"]?.string
        failureClass = value["class"]?.string
        startedAfterMicroseconds = value["started_after_us"]?.integer ?? 0
        durationMicroseconds = value["duration_us"]?.integer ?? 0
        upstreamRequestID = value["upstream_request_id"]?.string
    }
}

extension Identifier {
    /// Sixteen bytes, most significant first: sorts as a key like the identifier itself.
    package var bytes: [UInt8] {
        withBytes { Array($0) }
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian), body)
    }
}
