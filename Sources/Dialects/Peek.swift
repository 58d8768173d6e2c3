package import Domain
import JSON

/// What the one strict pass over a request body found: all that routing needs, and where to splice.
///
/// Not changed once it was read. A class, for it has a dozen fields and passes through many hands.
package final class Peek {
    package private(set) var model = ""
    /// The model's value with its quotes.
    package private(set) var modelRange = 0..<0
    package private(set) var isStream = false
    /// The value of `stream_options`.
    package private(set) var streamOptions: Range<Int>?
    /// The value of `stream_options.include_usage`.
    private(set) var includeUsage: Range<Int>?
    /// `stream_options` is an object with at least one member.
    private(set) var streamOptionsHasMembers = false
    /// The caller wants usage in the stream.
    package private(set) var asksForUsage = false
    package internal(set) var needs: RequestNeeds = []
    /// Tokens that the answer may have, as far as an `Int` can say it.
    package private(set) var outputLimit: Int?
    package private(set) var previousResponseID: String?
    package private(set) var conversationID: String?
    /// At most sixteen of a sane length; whether there are any stands in `needs`.
    package internal(set) var fileIDs: [String] = []

    /// A route's name longer than this is a mistake.
    package static let longestModel = 256
    /// Vendors' ids have 30 to 60 bytes.
    static let longestID = 512
    static let mostFiles = 16

    private let profile: any DialectProfile

    private init(_ profile: any DialectProfile) {
        self.profile = profile
    }

    /// Reads the whole body: what is accepted is valid JSON to its last byte.
    package static func read(_ body: UnsafeRawBufferPointer, as operation: Operation) throws(Refusal) -> Peek {
        let peek = Peek(operation.dialect.profile)
        var reader = JSONReader(body)
        var foundModel = false
        do throws(JSONFault) {
            guard try reader.peekKind() == .object else { throw JSONFault(.notAnObject, at: reader.position) }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if reader.span(key, is: "model") { foundModel = true }
                try peek.take(key, &reader)
            }
            try reader.finish()
        } catch {
            throw Refusal(.invalidJSON, "The request body is not the JSON expected here. \(error.message(in: body))")
        }
        if let problem = peek.problem { throw problem }
        guard foundModel else {
            throw Refusal(.missingModel, "The request has no `model`. It names a route.", parameter: "model")
        }
        return peek
    }

    private var problem: Refusal?

    private func take(
        _ key: JSONReader.Span,
        _ reader: inout JSONReader
    ) throws(JSONFault) {
        switch reader.length(key) {
        case 5 where reader.span(key, is: "model"): try takeModel(&reader)
        case 5 where reader.span(key, is: "tools"): try takeTools(&reader)
        case 5 where reader.span(key, is: "input"): try takeContent(&reader)
        case 4 where reader.span(key, is: "text"): try takeFormat(&reader)
        case 6 where reader.span(key, is: "stream"): try takeStream(&reader)
        case 8 where reader.span(key, is: "messages"): try takeMessages(&reader)
        case 8 where reader.span(key, is: "thinking"): try takeThinking(&reader)
        case 9 where reader.span(key, is: "reasoning"): try takeReasoning(&reader)
        case 12 where reader.span(key, is: "conversation"): try takeConversation(&reader)
        case 13 where reader.span(key, is: "output_format"): try takeFormat(&reader)
        case 13 where reader.span(key, is: "output_config"): try takeFormat(&reader, hasEffort: true)
        case 14 where reader.span(key, is: "stream_options"): try takeStreamOptions(&reader)
        case 15 where reader.span(key, is: "response_format"): try takeFormat(&reader)
        case 16 where reader.span(key, is: "reasoning_effort"): try takeEffort(&reader)
        case 10 where reader.span(key, is: "max_tokens"), 17 where reader.span(key, is: "max_output_tokens"),
            21 where reader.span(key, is: "max_completion_tokens"):
            if try reader.peekKind() == .number { outputLimit = try reader.integer() } else { try reader.skip() }
        case 20 where reader.span(key, is: "previous_response_id"): try takePreviousResponse(&reader)
        default: if try !profile.peek(key, &reader, into: self) { try reader.skip() }
        }
    }

    private func takeModel(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .string else {
            try reader.skip()
            return refuse("`model` must be a string.", "model")
        }
        let span = try reader.string()
        modelRange = span.quoted
        guard 1...Self.longestModel ~= reader.length(span) else {
            return refuse("`model` must have between 1 and \(Self.longestModel) bytes.", "model")
        }
        model = reader.decoded(span)
    }

    private func takeStream(_ reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peekKind() {
        case .bool: isStream = try reader.bool()
        case .null: try reader.null()
        case .object, .array, .string, .number:
            try reader.skip()
            refuse("`stream` must be true or false.", "stream")
        }
    }

    private func takeStreamOptions(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .object else {
            streamOptions = try reader.skip()
            return
        }
        let start = reader.position
        try reader.beginObject()
        while let key = try reader.nextKey() {
            streamOptionsHasMembers = true
            guard reader.span(key, is: "include_usage") else {
                try reader.skip()
                continue
            }
            let kind = try reader.peekKind()
            let value = reader.position
            if kind == .bool { asksForUsage = try reader.bool() } else { try reader.skip() }
            includeUsage = value..<reader.position
        }
        streamOptions = start..<reader.position
    }

    private func takeTools(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .array else {
            try reader.skip()
            return
        }
        try reader.beginArray()
        var isFirst = true
        while try reader.nextElement(isFirst: isFirst) {
            isFirst = false
            needs.insert(.tools)
            try reader.skip()
        }
    }

    /// An effort of `none` asks for no more than no word at all.
    private func takeEffort(_ reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peekKind() {
        case .null: try reader.null()
        case .string: if !reader.span(try reader.string(), is: "none") { needs.insert(.reasoning) }
        case .object, .array, .number, .bool:
            needs.insert(.reasoning)
            try reader.skip()
        }
    }

    private func takeReasoning(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .object else { return try takeEffort(&reader) }
        try reader.beginObject()
        var isOff = false
        var asks = false
        while let key = try reader.nextKey() {
            switch try reader.peekKind() {
            case .null: try reader.null()
            case .bool: if try reader.bool() { asks = true }
            case .string:
                let value = try reader.string()
                if reader.span(key, is: "effort"), reader.span(value, is: "none") { isOff = true } else { asks = true }
            case .object, .array, .number:
                asks = true
                try reader.skip()
            }
        }
        if asks, !isOff { needs.insert(.reasoning) }
    }

    private func takeThinking(_ reader: inout JSONReader) throws(JSONFault) {
        try eachString(&reader) { reader, key, value in
            if reader.span(key, is: "type"), !reader.span(value, is: "disabled") { needs.insert(.reasoning) }
        }
    }

    /// `response_format`, `text.format` and Messages' `output_config`: a `json_schema` anywhere near the top.
    private func takeFormat(_ reader: inout JSONReader, hasEffort: Bool = false) throws(JSONFault) {
        guard try reader.peekKind() == .object else {
            try reader.skip()
            return
        }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch try reader.peekKind() {
            case .string where hasEffort && reader.span(key, is: "effort"): try takeEffort(&reader)
            case .string:
                let value = try reader.string()
                if reader.span(key, is: "type"), reader.span(value, is: "json_schema") { needs.insert(.jsonSchema) }
            case .object where reader.span(key, is: "format"): try takeFormat(&reader)
            case .object, .array, .number, .bool, .null: try reader.skip()
            }
        }
    }

    private func takePreviousResponse(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .string else {
            try reader.skip()
            return
        }
        let span = try reader.string()
        guard 1...Self.longestID ~= reader.length(span) else {
            return refuse(
                "`previous_response_id` must have between 1 and \(Self.longestID) bytes.",
                "previous_response_id"
            )
        }
        previousResponseID = reader.decoded(span)
        needs.insert(.foreignIDs)
    }

    private func takeConversation(_ reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peekKind() {
        case .string:
            let span = try reader.string()
            setConversation(span, reader)
        case .object:
            try eachString(&reader) { reader, key, value in
                if reader.span(key, is: "id") { setConversation(value, reader) }
            }
        case .array, .number, .bool, .null: try reader.skip()
        }
    }

    private func setConversation(_ span: JSONReader.Span, _ reader: JSONReader) {
        guard 1...Self.longestID ~= reader.length(span) else {
            return refuse("`conversation` must have between 1 and \(Self.longestID) bytes.", "conversation")
        }
        conversationID = reader.decoded(span)
        needs.insert(.foreignIDs)
    }

    /// Walks an object's members and shows those whose value is a string; anything else is passed.
    private func eachString(
        _ reader: inout JSONReader,
        _ visit: (JSONReader, JSONReader.Span, JSONReader.Span) -> Void
    ) throws(JSONFault) {
        guard try reader.peekKind() == .object else {
            try reader.skip()
            return
        }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard try reader.peekKind() == .string else {
                try reader.skip()
                continue
            }
            let value = try reader.string()
            visit(reader, key, value)
        }
    }

    private func refuse(_ message: String, _ parameter: String) {
        problem = problem ?? Refusal(.badRequest, message, parameter: parameter)
    }
}
