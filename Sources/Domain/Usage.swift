/// Tokens of one answer as the upstream reported them. nil is "not reported", never zero.
package struct Usage: Sendable, Hashable {
    /// All input tokens, cached ones included, whatever the dialect's own way of counting.
    package var input: Int?
    package var output: Int?
    /// Input tokens read from the vendor's cache; part of `input`.
    package var cachedInput: Int?
    /// Input tokens written to the vendor's cache; part of `input`.
    package var cacheWrite: Int?
    /// Output tokens spent on reasoning; part of `output`.
    package var reasoning: Int?

    package init(
        input: Int? = nil,
        output: Int? = nil,
        cachedInput: Int? = nil,
        cacheWrite: Int? = nil,
        reasoning: Int? = nil
    ) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.cacheWrite = cacheWrite
        self.reasoning = reasoning
    }

    /// nil when the counts that cost money are not all known.
    package func cost(at prices: PriceList) -> Money? {
        guard let input, let output else { return nil }
        let cached = min(cachedInput ?? 0, input)
        return prices.input * (input - cached) + (prices.cachedInput ?? prices.input) * cached + prices.output * output
    }
}
