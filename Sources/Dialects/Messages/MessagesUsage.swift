import Domain
import JSON

/// Token counts as Messages tells them: cached input beside the rest of the input, totals that replace earlier ones.
struct MessagesUsage: Sendable, Equatable {
    private var input: Int?
    private var output: Int?
    private var cacheRead: Int?
    private var cacheCreation: Int?
    private var thinking: Int?

    init() {}

    /// - Parameter value: a `usage` object; what it does not name stays as it was.
    mutating func take(_ value: JSONValue) {
        input = TokenCount.read(value["input_tokens"]) ?? input
        output = TokenCount.read(value["output_tokens"]) ?? output
        cacheRead = TokenCount.read(value["cache_read_input_tokens"]) ?? cacheRead
        cacheCreation = TokenCount.read(value["cache_creation_input_tokens"]) ?? cacheCreation
        thinking = TokenCount.read(value["output_tokens_details"]?["thinking_tokens"]) ?? thinking
    }

    var usage: Usage {
        Usage(
            input: input.map { $0 + (cacheRead ?? 0) + (cacheCreation ?? 0) },
            output: output,
            cachedInput: cacheRead,
            cacheWrite: cacheCreation,
            reasoning: thinking
        )
    }

    /// The `usage` object. `output_tokens` must stand everywhere and `input_tokens` in whole messages, so an unknown count
    /// is 0 there.
    static func write(_ usage: Usage, isDelta: Bool = false) -> JSONValue {
        let beside = min(usage.cachedInput ?? 0, TokenCount.largest) + min(usage.cacheWrite ?? 0, TokenCount.largest)
        let input = usage.input.map { max(0, $0 - beside) }
        return .object(
            ("input_tokens", (input ?? (isDelta ? nil : 0)).map { .integer($0) }),
            ("cache_creation_input_tokens", usage.cacheWrite.map { .integer($0) }),
            ("cache_read_input_tokens", usage.cachedInput.map { .integer($0) }),
            ("output_tokens", .integer(usage.output ?? 0)),
            ("output_tokens_details", usage.reasoning.map { .object(("thinking_tokens", .integer($0))) })
        )
    }
}
