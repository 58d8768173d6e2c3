package import Domain
import JSON

/// The canonical bytes of a record and back. Members stand in the order of RFC 8785; what is unknown is left out.
extension ExchangeRecord {
    package var canonicalBytes: [UInt8] {
        var writer = MemberWriter()
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
        return writer.finish()
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
        startedAfterMicroseconds = value["started_after_us"]?.integer ?? 0
        durationMicroseconds = value["duration_us"]?.integer ?? 0
        upstreamRequestID = value["upstream_request_id"]?.string
    }
}

/// Writes an object's members in the order they are given, which the caller keeps canonical. A dictionary that is
/// sorted at each record would cost ten times as much, and an array that checks each appended byte twice as much: so this
/// writes into memory of its own and asks for room once a member.
private struct MemberWriter: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity = 2048
    private var count = 0
    private var isFirst = true

    init() {
        memory = .allocate(byteCount: capacity, alignment: 1)
        byte("{")
    }

    deinit { memory.deallocate() }

    /// Makes sure that `bytes` more fit.
    private mutating func reserve(_ bytes: Int) {
        guard count + bytes > capacity else { return }
        capacity = max(capacity * 2, count + bytes)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
        larger.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = larger
    }

    /// For which room was made.
    @inline(__always)
    private mutating func byte(_ character: Unicode.Scalar) {
        memory.storeBytes(of: UInt8(truncatingIfNeeded: character.value), toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Makes room for `more` bytes of value behind it, and for the bracket that may close its object and array.
    private mutating func key(_ name: StaticString, valueBytes more: Int) {
        reserve(name.utf8CodeUnitCount + 8 + more)
        if !isFirst { byte(",") }
        isFirst = false
        byte("\"")
        memory.advanced(by: count).copyMemory(from: name.utf8Start, byteCount: name.utf8CodeUnitCount)
        count += name.utf8CodeUnitCount
        byte("\"")
        byte(":")
    }

    mutating func text(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        let room = JSONEscaping.maximumLength(value)
        key(name, valueBytes: room)
        count += JSONEscaping.write(value, to: UnsafeMutableRawBufferPointer(start: memory + count, count: room))
    }

    mutating func number(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        key(name, valueBytes: 20)
        if value < 0 { byte("-") }
        var digits = 1
        var rest = value.magnitude
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        rest = value.magnitude
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            memory.storeBytes(of: UInt8(ascii: "0") + UInt8(rest % 10), toByteOffset: place, as: UInt8.self)
            rest /= 10
        }
        count += digits
    }

    mutating func flag(_ name: StaticString, _ value: Bool) {
        key(name, valueBytes: 5)
        for character in value ? "true".unicodeScalars : "false".unicodeScalars { byte(character) }
    }

    mutating func attempts(_ attempts: [AttemptRecord]) {
        key("attempts", valueBytes: 2)
        byte("[")
        for (index, attempt) in attempts.enumerated() {
            reserve(2)
            if index > 0 { byte(",") }
            byte("{")
            isFirst = true
            number("credential", attempt.credential)
            number("duration_us", attempt.durationMicroseconds)
            text("failure", attempt.failure)
            text("model", attempt.model)
            text("outcome", attempt.outcome.rawValue)
            text("provider", attempt.provider)
            number("started_after_us", attempt.startedAfterMicroseconds)
            number("status", attempt.status)
            text("upstream_request_id", attempt.upstreamRequestID)
            byte("}")
        }
        isFirst = false
        byte("]")
    }

    consuming func finish() -> [UInt8] {
        byte("}")
        return Array(UnsafeRawBufferPointer(start: memory, count: count))
    }
}

extension Identifier {
    /// Sixteen bytes, most significant first: sorts as a key like the identifier itself.
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) {
                UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0)
            }
            count = 16
        }
    }
}
