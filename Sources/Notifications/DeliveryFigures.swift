import Synchronization

/// What operators see of an endpoint: counts since the start, and what it fails of.
package struct DeliveryFigures: Sendable, Equatable {
    package var endpoint: String
    package var delivered = 0
    /// Tries that came to nothing; one message may have many.
    package var failed = 0
    package var givenUp = 0
    /// Messages that are known to wait, with the one under way.
    package var pending = 0
    /// Unix milliseconds; nil while the last message was taken.
    package var failingSince: UInt64?
    package var lastError: String?
}

/// Of all endpoints, for whoever asks.
final class DeliveryBoard: Sendable {
    private let figures = Mutex<[String: DeliveryFigures]>([:])

    func change(_ endpoint: String, _ edit: (inout DeliveryFigures) -> Void) {
        figures.withLock { edit(&$0[endpoint, default: DeliveryFigures(endpoint: endpoint)]) }
    }

    func keepOnly(_ endpoints: [String]) {
        figures.withLock { figures in
            figures = figures.filter { endpoints.contains($0.key) }
            for endpoint in endpoints where figures[endpoint] == nil {
                figures[endpoint] = DeliveryFigures(endpoint: endpoint)
            }
        }
    }

    /// In the order of their names.
    var all: [DeliveryFigures] { figures.withLock { $0.values.sorted { $0.endpoint < $1.endpoint } } }
}
