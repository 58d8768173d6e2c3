import Dialects
package import Domain

/// What an exchange takes from the limits of a day. The one place that says so: for what ends now, and for what the
/// journal tells of the day so far.
extension ExchangeRecord {
    /// Where nobody counted: about what English prose has. The frames of a stream have more bytes a token, so that the
    /// guess is too high there, never too low.
    private static let bytesPerToken = 4

    package func spending(at prices: ChargePrices) -> Spending {
        guard tellsUsage, isCharged else { return Spending() }
        let guess = Self.tokens(ofBytes: requestBytes)
        let input = usage.input ?? guess
        let output = chargedOutput
        let list = prices.list(of: servedModel ?? attempts.last?.model)
        let priced = list.flatMap { Usage(input: input, output: output, cachedInput: usage.cachedInput).cost(at: $0) }
        let isTold = input == usage.input && output == usage.output
        var spending = Spending(tokens: input, money: (isTold ? cost ?? priced : priced ?? cost) ?? .zero)
        spending += Spending(tokens: output)
        // Whoever began the answer that another model finished was paid for reading the request, too.
        let begun = attempts.filter { $0.outcome == .interrupted }
        for attempt in outcome == .interrupted ? begun.dropLast() : begun[...] {
            let money = prices.list(of: attempt.model).map { $0.input * guess }
            spending += Spending(tokens: guess, money: money ?? .zero)
        }
        return spending
    }

    /// Whether a model worked on an answer that somebody got, or would have got.
    private var isCharged: Bool {
        switch outcome {
        case .completed, .interrupted: !attempts.isEmpty
        case .cancelled: responseBytes > 0 || attempts.last.map { $0.outcome != .failed } ?? false
        case .refused, .failed, .lastResort: false
        }
    }

    private var chargedOutput: Int {
        if operation == Operation.embeddings.name { return usage.output ?? 0 }
        guard let told = usage.output else { return Self.tokens(ofBytes: responseBytes) }
        // Messages tells a first count with a stream's beginning. Who leaves before the end must not be charged for that
        // alone.
        let isFinal = outcome == .completed || finishReason != nil
        return isFinal ? told : max(told, Self.tokens(ofBytes: responseBytes))
    }

    private static func tokens(ofBytes bytes: Int) -> Int {
        max(0, bytes) / bytesPerToken + (max(0, bytes) % bytesPerToken == 0 ? 0 : 1)
    }
}
