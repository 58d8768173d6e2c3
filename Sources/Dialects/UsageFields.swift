import Domain
import JSON

/// The token counts of an answer under all the names that the dialects give them.
///
/// Chat Completions and Responses count cached tokens within the input; Messages counts them beside it. `usage` evens
/// that out: `input` is always all of it.
package struct UsageFields: Sendable, Equatable {
    /// A billion tokens are no answer; a provider that claims more must not be able to overflow a sum.
    private static let largest = 1_000_000_000

    private var input: Int?
    /// Told under Chat Completions' name, which means all input.
    private var promptTokens: Int?
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
        guard let value, 0...Self.largest ~= value else { return }
        switch reader.length(key) {
        case 12 where reader.span(key, is: "input_tokens"): input = value
        case 13 where reader.span(key, is: "prompt_tokens"): promptTokens = value
        case 13 where reader.span(key, is: "output_tokens"): output = value
        case 17 where reader.span(key, is: "completion_tokens"): output = value
        case 23 where reader.span(key, is: "cache_read_input_tokens"): cacheRead = value
        case 27 where reader.span(key, is: "cache_creation_input_tokens"): cacheCreation = value
        default: break
        }
    }

    /// `prompt_tokens_details` and its like.
    private mutating func takeDetails(_ reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard try reader.peekKind() == .number else {
                try reader.skip()
                continue
            }
            guard let value = try reader.integer(), 0...Self.largest ~= value else { continue }
            if reader.span(key, is: "cached_tokens") {
                cachedWithin = value
            } else if reader.span(key, is: "reasoning_tokens") || reader.span(key, is: "thinking_tokens") {
                reasoning = value
            }
        }
    }

    var usage: Usage {
        let beside = (cacheRead ?? 0) + (cacheCreation ?? 0)
        return Usage(
            // Some servers tell Messages' cache counts beside Chat Completions' prompt tokens, which hold them already.
            input: promptTokens ?? input.map { $0 + beside },
            output: output,
            cachedInput: cacheRead ?? cachedWithin,
            cacheWrite: cacheCreation,
            reasoning: reasoning
        )
    }
}
