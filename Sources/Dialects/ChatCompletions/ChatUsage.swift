import Domain
import JSON

/// `usage`, both ways. Cached tokens are part of `prompt_tokens`, as `Usage` counts them.
enum ChatUsage {
    static func read(_ usage: JSONValue) -> Usage {
        let (input, output) = (usage["prompt_tokens_details"], usage["completion_tokens_details"])
        return Usage(
            input: TokenCount.read(usage["prompt_tokens"]),
            output: TokenCount.read(usage["completion_tokens"]),
            // DeepSeek has its own name for it.
            cachedInput: TokenCount.read(input?["cached_tokens"]) ?? TokenCount.read(usage["prompt_cache_hit_tokens"]),
            cacheWrite: TokenCount.read(input?["cache_write_tokens"]),
            reasoning: TokenCount.read(output?["reasoning_tokens"])
        )
    }

    /// nil: too little is known for an object whose counts must all be there.
    static func write(_ usage: Usage) -> JSONValue? {
        guard let input = usage.input, let output = usage.output else { return nil }
        let (total, overflow) = input.addingReportingOverflow(output)
        let inputDetails = JSONValue.object(
            ("cached_tokens", usage.cachedInput.map { .integer($0) }),
            ("cache_write_tokens", usage.cacheWrite.map { .integer($0) })
        )
        let outputDetails = JSONValue.object(("reasoning_tokens", usage.reasoning.map { .integer($0) }))
        return .object(
            ("prompt_tokens", .integer(input)),
            ("completion_tokens", .integer(output)),
            ("total_tokens", .integer(overflow ? .max : total)),
            ("prompt_tokens_details", inputDetails == .object([]) ? nil : inputDetails),
            ("completion_tokens_details", outputDetails == .object([]) ? nil : outputDetails)
        )
    }
}
