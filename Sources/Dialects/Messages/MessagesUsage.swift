import Domain
import JSON

/// Token counts as Messages tells them: cached input beside the rest of the input, totals that replace earlier ones.
struct MessagesUsage: Sendable, Equatable {
    private var input: Int?
    private var output: Int?
    private var cacheRead: Int?
    private var cacheCreation: Int?
    private var thinking: Int?

    /// No answer has more tokens; what claims to is left out before sums could overflow.
    private static let largestCount = 1 << 50

    init() {}

    /// - Parameter value: a `usage` object; what it does not name stays as it was.
    mutating func take(_ value: JSONValue) {
        input = Self.count(value["input_tokens"]) ?? input
        output = Self.count(value["output_tokens"]) ?? output
        cacheRead = Self.count(value["cache_read_input_tokens"]) ?? cacheRead
        cacheCreation = Self.count(value["cache_creation_input_tokens"]) ?? cacheCreation
        thinking = Self.count(value["output_tokens_details"]?["thinking_tokens"]) ?? thinking
    }

    private static func count(_ value: JSONValue?) -> Int? {
        guard let count = value?.integer, (0...largestCount).contains(count) else { return nil }
        return count
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
        let beside = min(usage.cachedInput ?? 0, largestCount) + min(usage.cacheWrite ?? 0, largestCount)
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
