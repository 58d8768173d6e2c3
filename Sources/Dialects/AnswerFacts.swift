import JSON

/// What one JSON object of an answer says of it: a whole plain answer, or one frame of a stream.
///
/// The dialects' names do not collide, so one pass serves all; what a frame *is* follows from `kind` afterwards.
package struct AnswerFacts {
    /// `type` of Messages and Responses frames.
    enum Kind: Equatable {
        case none
        case error
        /// The last of a stream: `message_stop`, `response.completed`, `response.incomplete`.
        case end(Dialect)
        case responseFailed
        case other
    }

    var kind = Kind.none
    var id: String?
    var model: String?
    var usage = UsageFields()
    /// This object holds usage, whether or not it says anything new.
    var toldUsage = false
    /// `finish_reason`, `stop_reason` or the response's `status`.
    var finishReason: String?
    /// A text, reasoning, tool-call or refusal delta that is not empty.
    var hasContent = false
    /// What every whole answer has: `choices` that are not empty, `content`, `output`, `data` or `input_tokens`.
    var hasAnswer = false
    var hasRefusal = false
    /// An `error` that is not null, at the top or in a choice, or the reason to stop of that name.
    var hasError = false
    /// Chat Completions: `choices` is there and has no element.
    var choicesEmpty = false
    var mayHoldSeals = false
    /// `sequence_number` of Responses events.
    var sequenceNumber: Int?

    /// - Parameter wantsIdentity: whether id and model are still unknown; later frames repeat them for nothing.
    /// - Parameter known: usage told by earlier frames; what this one tells is laid over it.
    static func read(
        _ bytes: UnsafeRawBufferPointer,
        wantsIdentity: Bool,
        known: UsageFields = UsageFields()
    ) throws(JSONFault) -> AnswerFacts {
        var facts = AnswerFacts()
        facts.usage = known
        var reader = JSONReader(bytes, isStrict: false)
        guard try reader.peekKind() == .object else { throw JSONFault(.notAnObject, at: reader.position) }
        try facts.take(&reader, wantsIdentity, isTop: true)
        try reader.finish()
        facts.mayHoldSeals = SealFinder.mayHold(reader)
        return facts
    }

    private mutating func take(_ reader: inout JSONReader, _ wantsIdentity: Bool, isTop: Bool) throws(JSONFault) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch reader.length(key) {
            case 2 where wantsIdentity && reader.span(key, is: "id"): try text(&reader) { $0.id = $0.id ?? $1 }
            case 5 where wantsIdentity && reader.span(key, is: "model"): try text(&reader) { $0.model = $0.model ?? $1 }
            case 5 where reader.span(key, is: "usage"):
                if try reader.peekKind() == .object { toldUsage = true }
                try usage.take(&reader)
            case 5 where reader.span(key, is: "delta"): try takeDelta(&reader)
            case 4 where isTop && reader.span(key, is: "type"): try takeType(&reader)
            case 5 where isTop && reader.span(key, is: "error"):
                if try reader.peekKind() != .null { hasError = true }
                try reader.skip()
            case 6 where reader.span(key, is: "status"): try text(&reader) { $0.finishReason = $1 }
            case 7 where isTop && reader.span(key, is: "choices"): try takeChoices(&reader)
            case 4 where isTop && reader.span(key, is: "data"), 6 where isTop && reader.span(key, is: "output"),
                7 where isTop && reader.span(key, is: "content"):
                if try reader.peekKind() == .array { hasAnswer = true }
                try reader.skip()
            case 12 where isTop && reader.span(key, is: "input_tokens"):
                if try reader.peekKind() == .number { hasAnswer = true }
                try reader.skip()
            case 7 where isTop && reader.span(key, is: "refusal"):
                if try reader.peekKind() == .string { hasRefusal = true }
                try reader.skip()
            case 7 where isTop && reader.span(key, is: "message"), 8 where isTop && reader.span(key, is: "response"):
                if try reader.peekKind() == .object {
                    try take(&reader, wantsIdentity, isTop: false)
                } else {
                    try reader.skip()
                }
            case 11 where reader.span(key, is: "stop_reason"): try takeReason(&reader)
            case 13 where isTop && reader.span(key, is: "content_block"): try takeDelta(&reader)
            case 15 where isTop && reader.span(key, is: "sequence_number"):
                if try reader.peekKind() == .number { sequenceNumber = try reader.integer() } else { try reader.skip() }
            default: try reader.skip()
            }
        }
    }

    private mutating func text(
        _ reader: inout JSONReader,
        _ set: (inout AnswerFacts, String) -> Void
    ) throws(JSONFault) {
        guard try reader.peekKind() == .string else {
            try reader.skip()
            return
        }
        let span = try reader.string()
        if span.end - span.start <= 256 { set(&self, reader.decoded(span)) }
    }

    private mutating func takeReason(_ reader: inout JSONReader) throws(JSONFault) {
        try text(&reader) { facts, reason in
            facts.finishReason = reason
            if reason == "refusal" { facts.hasRefusal = true }
            if reason == "error" { facts.hasError = true }
        }
    }

    private mutating func takeType(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .string else {
            try reader.skip()
            return
        }
        let span = try reader.string()
        kind =
            switch reader.length(span) {
            case 5 where reader.span(span, is: "error"): .error
            case 12 where reader.span(span, is: "message_stop"): .end(.messages)
            case 15 where reader.span(span, is: "response.failed"): .responseFailed
            case 18 where reader.span(span, is: "response.completed"): .end(.responses)
            case 19 where reader.span(span, is: "response.incomplete"): .end(.responses)
            default: .other
            }
    }

    private mutating func takeChoices(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .array else {
            try reader.skip()
            return
        }
        try reader.beginArray()
        choicesEmpty = true
        while try reader.nextElement(isFirst: choicesEmpty) {
            choicesEmpty = false
            hasAnswer = true
            guard try reader.peekKind() == .object else {
                try reader.skip()
                continue
            }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch reader.length(key) {
                case 5 where reader.span(key, is: "delta"), 7 where reader.span(key, is: "message"):
                    try takeDelta(&reader)
                case 13 where reader.span(key, is: "finish_reason"): try takeReason(&reader)
                case 5 where reader.span(key, is: "error"):
                    if try reader.peekKind() != .null { hasError = true }
                    try reader.skip()
                default: try reader.skip()
                }
            }
        }
    }

    /// A delta: Responses has the bare text, Chat Completions and Messages an object with one text of several names.
    private mutating func takeDelta(_ reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peekKind() {
        case .string:
            let span = try reader.string()
            if span.end > span.start { hasContent = true }
        case .object:
            try reader.beginObject()
            while let key = try reader.nextKey() { try takeDeltaMember(key, &reader) }
        case .array, .number, .bool, .null:
            try reader.skip()
        }
    }

    private mutating func takeDeltaMember(_ key: JSONReader.Span, _ reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peekKind() {
        case .string:
            if reader.span(key, is: "stop_reason") { return try takeReason(&reader) }
            let value = try reader.string()
            guard value.end > value.start else { return }
            switch reader.length(key) {
            case 4 where reader.span(key, is: "text"), 7 where reader.span(key, is: "content"),
                8 where reader.span(key, is: "thinking"), 9 where reader.span(key, is: "reasoning"),
                12 where reader.span(key, is: "partial_json"), 17 where reader.span(key, is: "reasoning_content"):
                hasContent = true
            case 7 where reader.span(key, is: "refusal"):
                hasContent = true
                hasRefusal = true
            default: break
            }
        case .array:
            let isCalls = reader.span(key, is: "tool_calls")
            let range = try reader.skip()
            if isCalls, range.count > 2 { hasContent = true }
        case .object:
            if reader.span(key, is: "function_call") { hasContent = true }
            try reader.skip()
        case .number, .bool, .null:
            try reader.skip()
        }
    }
}
