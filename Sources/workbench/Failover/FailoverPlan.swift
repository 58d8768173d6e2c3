import Domain
import HoldfastTesting
import NIOCore

/// One run: which first models are asked, how often, and in which order.
struct FailoverPlan: Sendable {
    var target: LoadTarget
    /// What is sent for each.
    var orders: [FirstModel: ByteBuffer]
    var isStream: Bool
    var requests: Int
    var seed: UInt64

    /// Each request's first model, drawn: a slow moment of the machine hits every kind alike.
    var draws: [FirstModel] {
        var generator = SeededRandom(seed: seed)
        let kinds = FirstModel.allCases.filter { orders[$0] != nil }
        return (0..<requests).map { _ in generator.pick(kinds) }
    }
}
