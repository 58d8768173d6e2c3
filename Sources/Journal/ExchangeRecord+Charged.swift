import Domain
import JSON

/// The members of a record that its spending depends on, read in one pass without a tree: a start reads a whole day of them.
extension ExchangeRecord {
    /// nil when the bytes are no record of a version that is understood.
    package init?(chargedMembersOf bytes: UnsafeRawBufferPointer) {
        // Of our own making: keys that stand twice are not looked for.
        var reader = JSONReader(bytes, isStrict: false)
        self.init(id: Identifier(high: 0, low: 0), startedAt: 0, operation: "")
        guard let known = try? take(&reader), known else { return nil }
    }

    private mutating func take(_ reader: inout JSONReader) throws(JSONFault) -> Bool {
        var isKnown = false
        var outcome: Outcome?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch reader.length(key) {
            case 1 where reader.span(key, is: "v"): isKnown = try reader.integer() == Self.version
            case 3 where reader.span(key, is: "key"): keyID = try reader.text()
            case 4 where reader.span(key, is: "cost"): cost = Money(decimal: try reader.text())
            case 6 where reader.span(key, is: "tenant"): tenant = try reader.text()
            case 7 where reader.span(key, is: "outcome"): outcome = Outcome(rawValue: try reader.text())
            case 8 where reader.span(key, is: "attempts"): try takeAttempts(&reader)
            case 9 where reader.span(key, is: "operation"): operation = try reader.text()
            case 9 where reader.span(key, is: "tokens_in"): usage.input = try reader.integer()
            case 10 where reader.span(key, is: "tokens_out"): usage.output = try reader.integer()
            case 10 where reader.span(key, is: "started_at"): startedAt = UInt64(max(0, try reader.integer() ?? 0))
            case 12 where reader.span(key, is: "served_model"): servedModel = try reader.text()
            case 13 where reader.span(key, is: "finish_reason"): finishReason = try reader.text()
            case 13 where reader.span(key, is: "request_bytes"): requestBytes = try reader.integer() ?? 0
            case 13 where reader.span(key, is: "tokens_cached"): usage.cachedInput = try reader.integer()
            case 14 where reader.span(key, is: "response_bytes"): responseBytes = try reader.integer() ?? 0
            default: try reader.skip()
            }
        }
        try reader.finish()
        guard let outcome else { return false }
        self.outcome = outcome
        return isKnown
    }

    private mutating func takeAttempts(_ reader: inout JSONReader) throws(JSONFault) {
        try reader.beginArray()
        var isFirst = true
        while try reader.nextElement(isFirst: isFirst) {
            isFirst = false
            var attempt = AttemptRecord(model: "", provider: "")
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if reader.span(key, is: "model") {
                    attempt.model = try reader.text()
                } else if reader.span(key, is: "outcome") {
                    attempt.outcome = AttemptRecord.Outcome(rawValue: try reader.text()) ?? .failed
                } else {
                    try reader.skip()
                }
            }
            attempts.append(attempt)
        }
    }
}

extension JSONReader {
    fileprivate mutating func text() throws(JSONFault) -> String { decoded(try string()) }
}
