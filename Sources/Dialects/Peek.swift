package import Domain
import JSON

/// What a request asks of a model beyond text.
package struct RequestNeeds: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let tools = RequestNeeds(rawValue: 1)
    package static let parallelTools = RequestNeeds(rawValue: 2)
    package static let images = RequestNeeds(rawValue: 4)
    package static let files = RequestNeeds(rawValue: 8)
    package static let jsonSchema = RequestNeeds(rawValue: 16)
    package static let reasoning = RequestNeeds(rawValue: 32)
    /// The caller began the assistant's answer.
    package static let prefill = RequestNeeds(rawValue: 64)
    /// Names something that exists at one vendor account only: a file, an earlier response, a conversation.
    package static let foreignIDs = RequestNeeds(rawValue: 128)
    /// The history holds reasoning that only the model that made it takes back.
    package static let sealedReasoning = RequestNeeds(rawValue: 256)

    /// What a model must declare to take the request.
    package var capabilities: [Capability] {
        Self.pairs.compactMap { contains($0) ? $1 : nil }
    }

    /// What a request can need of a model at all.
    package static var checked: [Capability] { pairs.map(\.1) }

    private static let pairs: [(RequestNeeds, Capability)] = [
        (.tools, .tools), (.parallelTools, .parallelTools), (.images, .images), (.files, .files),
        (.jsonSchema, .jsonSchema), (.reasoning, .reasoning), (.prefill, .prefill),
    ]
}

/// What the one strict pass over a request body found: all that routing needs, and where to splice.
package struct Peek: Sendable, Equatable {
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
    package private(set) var needs: RequestNeeds = []
    /// Tokens that the answer may have, as far as an `Int` can say it.
    package private(set) var outputLimit: Int?
    package private(set) var previousResponseID: String?
    package private(set) var conversationID: String?
    /// At most sixteen of a sane length; whether there are any stands in `needs`.
    package private(set) var fileIDs: [String] = []

    /// A route's name longer than this is a mistake.
    package static let longestModel = 256
    /// Vendors' ids have 30 to 60 bytes.
    private static let longestID = 512
    private static let mostFiles = 16

    /// Reads the whole body: what is accepted is valid JSON to its last byte.
    package static func read(_ body: UnsafeRawBufferPointer, as operation: Operation) throws(Refusal) -> Peek {
        var peek = Peek()
        var reader = JSONReader(body)
        var foundModel = false
        do throws(JSONFault) {
            guard try reader.peekKind() == .object else { throw JSONFault(.notAnObject, at: reader.position) }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if reader.span(key, is: "model") { foundModel = true }
                try peek.take(key, &reader, operation)
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

    private mutating func take(
        _ key: JSONReader.Span,
        _ reader: inout JSONReader,
        _ operation: Operation
    ) throws(JSONFault) {
        switch reader.length(key) {
        case 5 where reader.span(key, is: "model"): try takeModel(&reader)
        case 5 where reader.span(key, is: "tools"): try takeTools(&reader)
        case 5 where reader.span(key, is: "input"): try takeContent(&reader)
        case 4 where reader.span(key, is: "text"): try takeFormat(&reader)
        case 6 where reader.span(key, is: "stream"): try takeStream(&reader)
        case 8 where reader.span(key, is: "messages"): try takeMessages(&reader)
        case 8 where reader.span(key, is: "thinking"): try takeThinking(&reader)
        case 9 where reader.span(key, is: "reasoning"): try takePresence(&reader, .reasoning)
        case 12 where reader.span(key, is: "conversation"): try takeConversation(&reader)
        case 13 where reader.span(key, is: "output_format"): try takeFormat(&reader)
        case 13 where reader.span(key, is: "output_config"): try takeFormat(&reader)
        case 14 where reader.span(key, is: "stream_options"): try takeStreamOptions(&reader)
        case 15 where reader.span(key, is: "response_format"): try takeFormat(&reader)
        case 16 where reader.span(key, is: "reasoning_effort"): try takePresence(&reader, .reasoning)
        case 10 where reader.span(key, is: "max_tokens"), 17 where reader.span(key, is: "max_output_tokens"),
            21 where reader.span(key, is: "max_completion_tokens"):
            if try reader.peekKind() == .number { outputLimit = try reader.integer() } else { try reader.skip() }
        case 19 where reader.span(key, is: "parallel_tool_calls"):
            if try reader.peekKind() == .bool {
                if try reader.bool() { needs.insert(.parallelTools) }
            } else {
                try reader.skip()
            }
        case 20 where reader.span(key, is: "previous_response_id"): try takePreviousResponse(&reader)
        default: try reader.skip()
        }
    }

    private mutating func takeModel(_ reader: inout JSONReader) throws(JSONFault) {
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

    private mutating func takeStream(_ reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peekKind() {
        case .bool: isStream = try reader.bool()
        case .null: try reader.null()
        case .object, .array, .string, .number:
            try reader.skip()
            refuse("`stream` must be true or false.", "stream")
        }
    }

    private mutating func takeStreamOptions(_ reader: inout JSONReader) throws(JSONFault) {
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

    private mutating func takeTools(_ reader: inout JSONReader) throws(JSONFault) {
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

    private mutating func takePresence(_ reader: inout JSONReader, _ need: RequestNeeds) throws(JSONFault) {
        if try reader.peekKind() != .null { needs.insert(need) }
        try reader.skip()
    }

    private mutating func takeThinking(_ reader: inout JSONReader) throws(JSONFault) {
        try eachString(&reader) { peek, reader, key, value in
            if reader.span(key, is: "type"), !reader.span(value, is: "disabled") { peek.needs.insert(.reasoning) }
        }
    }

    /// `response_format`, `text.format` and Messages' `output_config`: a `json_schema` anywhere near the top.
    private mutating func takeFormat(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .object else {
            try reader.skip()
            return
        }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch try reader.peekKind() {
            case .string:
                let value = try reader.string()
                if reader.span(key, is: "type"), reader.span(value, is: "json_schema") { needs.insert(.jsonSchema) }
            case .object where reader.span(key, is: "format"): try takeFormat(&reader)
            case .object, .array, .number, .bool, .null: try reader.skip()
            }
        }
    }

    private mutating func takePreviousResponse(_ reader: inout JSONReader) throws(JSONFault) {
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

    private mutating func takeConversation(_ reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peekKind() {
        case .string:
            let span = try reader.string()
            setConversation(span, reader)
        case .object:
            try eachString(&reader) { peek, reader, key, value in
                if reader.span(key, is: "id") { peek.setConversation(value, reader) }
            }
        case .array, .number, .bool, .null: try reader.skip()
        }
    }

    private mutating func setConversation(_ span: JSONReader.Span, _ reader: JSONReader) {
        guard 1...Self.longestID ~= reader.length(span) else {
            return refuse("`conversation` must have between 1 and \(Self.longestID) bytes.", "conversation")
        }
        conversationID = reader.decoded(span)
        needs.insert(.foreignIDs)
    }

    private mutating func takeMessages(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .array else {
            try reader.skip()
            return
        }
        try reader.beginArray()
        var isFirst = true
        var lastIsAssistant = false
        while try reader.nextElement(isFirst: isFirst) {
            isFirst = false
            lastIsAssistant = false
            guard try reader.peekKind() == .object else {
                try reader.skip()
                continue
            }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if reader.span(key, is: "role"), try reader.peekKind() == .string {
                    let role = try reader.string()
                    lastIsAssistant = reader.span(role, is: "assistant")
                } else {
                    try takeContent(&reader)
                }
            }
        }
        if lastIsAssistant { needs.insert(.prefill) }
    }

    /// Looks for parts that a model must be able to take, however deep they stand.
    private mutating func takeContent(_ reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peekKind() {
        case .string, .number, .bool, .null: try reader.skip()
        case .array:
            try reader.beginArray()
            var isFirst = true
            while try reader.nextElement(isFirst: isFirst) {
                isFirst = false
                try takeContent(&reader)
            }
        case .object:
            try reader.beginObject()
            while let key = try reader.nextKey() {
                guard try reader.peekKind() == .string else {
                    try takeContent(&reader)
                    continue
                }
                let value = try reader.string()
                if reader.span(key, is: "type") {
                    note(type: value, reader)
                } else if reader.span(key, is: "signature") || reader.span(key, is: "encrypted_content") {
                    if reader.length(value) > 0 { needs.insert(.sealedReasoning) }
                } else if reader.span(key, is: "file_id") {
                    needs.insert([.files, .foreignIDs])
                    if fileIDs.count < Self.mostFiles, reader.length(value) <= Self.longestID {
                        fileIDs.append(reader.decoded(value))
                    }
                }
            }
        }
    }

    private mutating func note(type: JSONReader.Span, _ reader: JSONReader) {
        switch reader.length(type) {
        case 4 where reader.span(type, is: "file"): needs.insert(.files)
        case 5 where reader.span(type, is: "image"): needs.insert(.images)
        case 8 where reader.span(type, is: "document"): needs.insert(.files)
        case 9 where reader.span(type, is: "image_url"): needs.insert(.images)
        case 10 where reader.span(type, is: "input_file"): needs.insert(.files)
        case 11 where reader.span(type, is: "input_image"): needs.insert(.images)
        case 14 where reader.span(type, is: "item_reference"): needs.insert(.foreignIDs)
        case 17 where reader.span(type, is: "redacted_thinking"): needs.insert(.sealedReasoning)
        default: break
        }
    }

    /// Walks an object's members and shows those whose value is a string; anything else is passed.
    private mutating func eachString(
        _ reader: inout JSONReader,
        _ visit: (inout Peek, JSONReader, JSONReader.Span, JSONReader.Span) -> Void
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
            visit(&self, reader, key, value)
        }
    }

    private mutating func refuse(_ message: String, _ parameter: String) {
        problem = problem ?? Refusal(.badRequest, message, parameter: parameter)
    }
}
