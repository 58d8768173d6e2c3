import Domain
import JSON

/// The token counts of an answer under all the names that the dialects give them.
///
/// Chat Completions and Responses count cached tokens within the input; Messages counts them beside it. `usage` evens
/// that out: `input` is always all of it.
struct UsageFields: Equatable {
    private var input: Int?
    private var output: Int?
    private var cachedWithin: Int?
    private var reasoning: Int?
    private var cacheRead: Int?
    private var cacheCreation: Int?

    /// Reads one `usage` object; counts that it names replace earlier ones, for streams repeat them as they grow.
    mutating func take(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .object else {
            try reader.skip()
            return
        }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch try reader.peekKind() {
            case .number: set(key, try reader.integer(), reader)
            case .object: try takeDetails(&reader)
            case .array, .string, .bool, .null: try reader.skip()
            }
        }
    }

    private mutating func set(_ key: JSONReader.Span, _ value: Int?, _ reader: JSONReader) {
        guard let value, value >= 0 else { return }
        switch key.end - key.start {
        case 12 where reader.span(key, is: "input_tokens"): input = value
        case 13 where reader.span(key, is: "prompt_tokens"): input = value
        case 13 where reader.span(key, is: "output_tokens"): output = value
        case 17 where reader.span(key, is: "completion_tokens"): output = value
        case 23 where reader.span(key, is: "cache_read_input_tokens"): cacheRead = value
        case 27 where reader.span(key, is: "cache_creation_input_tokens"): cacheCreation = value
        default: break
        }
    }

    /// `prompt_tokens_details` and its like; what matters in them has one name everywhere.
    private mutating func takeDetails(_ reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard try reader.peekKind() == .number else {
                try reader.skip()
                continue
            }
            let value = try reader.integer()
            if reader.span(key, is: "cached_tokens") {
                cachedWithin = value
            } else if reader.span(key, is: "reasoning_tokens") {
                reasoning = value
            }
        }
    }

    var usage: Usage {
        let beside = (cacheRead ?? 0) + (cacheCreation ?? 0)
        return Usage(
            input: input.map { $0 + beside },
            output: output,
            cachedInput: cacheRead ?? cachedWithin,
            cacheWrite: cacheCreation,
            reasoning: reasoning
        )
    }
}
