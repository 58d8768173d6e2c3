/// What the operator's side shows and who may see it; each entry is asked at the request, on any thread.
package struct ConsoleSources: Sendable {
    /// Who presents a token, or nil; in increasing order of what they may do.
    package enum Role: Int, Sendable, Comparable {
        case viewer
        case `operator`
        case admin

        package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
    }

    /// Filters of a listing, as they stand in the query: `?route=support&limit=20`.
    package typealias Query = [String: String]

    package enum Failure: Error, Sendable {
        case badQuery(String)
        case notFound(String)
    }

    /// Finished JSON.
    package typealias Document = @Sendable (Query) async throws -> [UInt8]

    /// False from the moment the process begins to stop. Vendors and stores have no say in it.
    package var isReady: @Sendable () -> Bool
    package var role: @Sendable (_ token: String) -> Role?
    /// Prometheus text, or OpenMetrics when asked.
    package var metrics: @Sendable (_ openMetrics: Bool) async -> [UInt8]
    package var status: Document
    package var routes: Document
    /// The query names one route in `route`.
    package var explain: Document
    package var exchanges: Document
    /// The query names one exchange in `id`.
    package var exchange: Document
    package var usage: Document
    package var keys: Document
    package var operators: Document

    package init(
        isReady: @escaping @Sendable () -> Bool,
        role: @escaping @Sendable (_ token: String) -> Role?,
        metrics: @escaping @Sendable (_ openMetrics: Bool) async -> [UInt8],
        status: @escaping Document,
        routes: @escaping Document,
        explain: @escaping Document,
        exchanges: @escaping Document,
        exchange: @escaping Document,
        usage: @escaping Document,
        keys: @escaping Document,
        operators: @escaping Document
    ) {
        self.isReady = isReady
        self.role = role
        self.metrics = metrics
        self.status = status
        self.routes = routes
        self.explain = explain
        self.exchanges = exchanges
        self.exchange = exchange
        self.usage = usage
        self.keys = keys
        self.operators = operators
    }
}
