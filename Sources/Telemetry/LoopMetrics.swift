package import Domain

/// What a series is about. Every value comes from settings or from a closed set, never from a request.
package struct SeriesLabels: Hashable, Sendable {
    package var route: String
    package var provider: String
    package var model: String
    package var outcome: String
    package var errorType: String
    /// Only of attempts.
    package var failureClass: String

    package init(
        route: String,
        provider: String,
        model: String,
        outcome: String,
        errorType: String,
        failureClass: String = ""
    ) {
        self.route = route
        self.provider = provider
        self.model = model
        self.outcome = outcome
        self.errorType = errorType
        self.failureClass = failureClass
    }

    /// Where everything goes once there are too many series.
    static let overflow = SeriesLabels(
        route: "other",
        provider: "other",
        model: "other",
        outcome: "other",
        errorType: "other",
        failureClass: "other"
    )
}

/// The numbers of one series.
package struct Series: Sendable, Equatable {
    package var exchanges = 0
    package var duration = Histogram(bounds: Histogram.clientSeconds)
    package var firstChunk = Histogram(bounds: Histogram.firstToken)
    package var inputTokens = Histogram(bounds: Histogram.tokens)
    package var outputTokens = Histogram(bounds: Histogram.tokens)
    package var unknownUsage = 0
    package var requestBytes = 0
    package var responseBytes = 0

    package init() {}

    mutating func merge(_ other: Series) {
        exchanges += other.exchanges
        duration.merge(other.duration)
        firstChunk.merge(other.firstChunk)
        inputTokens.merge(other.inputTokens)
        outputTokens.merge(other.outputTokens)
        unknownUsage += other.unknownUsage
        requestBytes += other.requestBytes
        responseBytes += other.responseBytes
    }
}

/// One series on one event loop; kept by whoever records into it often.
package final class SeriesCell {
    package fileprivate(set) var series = Series()

    /// - Parameter usage: nil when no model answered, so that none could be told.
    package func record(
        durationMicroseconds: Int,
        firstChunkMicroseconds: Int?,
        usage: Usage?,
        requestBytes: Int,
        responseBytes: Int
    ) {
        series.exchanges += 1
        series.duration.record(durationMicroseconds)
        if let firstChunkMicroseconds { series.firstChunk.record(firstChunkMicroseconds) }
        if let input = usage?.input { series.inputTokens.record(input) }
        if let output = usage?.output { series.outputTokens.record(output) }
        if let usage, usage.input == nil, usage.output == nil { series.unknownUsage += 1 }
        series.requestBytes += requestBytes
        series.responseBytes += responseBytes
    }
}

/// A number on one event loop; kept by whoever counts often.
package final class CountCell {
    package fileprivate(set) var count = 0

    package func add() { count += 1 }
}

/// Something rare that happened at a model. Few enough to be counted by name.
package struct ModelEvent: Hashable, Sendable {
    package enum Kind: Sendable { case gone, retryGranted, retryRefused }

    package var kind: Kind
    package var provider: String
    package var model: String

    package init(_ kind: Kind, provider: String, model: String) {
        self.kind = kind
        self.provider = provider
        self.model = model
    }
}

/// The counters of one event loop. Not shared: read by a turn of the loop that copies them out.
package final class LoopMetrics {
    /// Enough for two hundred models at ten outcomes; beyond it labels would cost more than they tell.
    static let maximumSeries = 2_000

    private var cells: [SeriesLabels: SeriesCell] = [:]
    private var attempts: [SeriesLabels: CountCell] = [:]
    private var refusals: [RefusalCode: Int] = [:]
    private var modelEvents: [ModelEvent: Int] = [:]
    private var overflowed = 0

    package init() {}

    package func cell(_ labels: SeriesLabels) -> SeriesCell {
        if let known = cells[labels] { return known }
        guard cells.count < Self.maximumSeries else {
            overflowed += 1
            return cells[.overflow] ?? insert(.overflow)
        }
        return insert(labels)
    }

    private func insert(_ labels: SeriesLabels) -> SeriesCell {
        let cell = SeriesCell()
        cells[labels] = cell
        return cell
    }

    package func attemptCell(_ labels: SeriesLabels) -> CountCell {
        let key = attempts[labels] != nil || attempts.count < Self.maximumSeries ? labels : .overflow
        if let known = attempts[key] { return known }
        let cell = CountCell()
        attempts[key] = cell
        return cell
    }

    package func refused(_ code: RefusalCode) {
        refusals[code, default: 0] += 1
    }

    package func modelGone(provider: String, model: String) {
        modelEvents[ModelEvent(.gone, provider: provider, model: model), default: 0] += 1
    }

    /// The model's retry budget was asked.
    package func retry(isGranted: Bool, provider: String, model: String) {
        let kind: ModelEvent.Kind = isGranted ? .retryGranted : .retryRefused
        modelEvents[ModelEvent(kind, provider: provider, model: model), default: 0] += 1
    }

    package func sample() -> MetricsSample {
        MetricsSample(
            series: cells.mapValues(\.series),
            attempts: attempts.mapValues(\.count),
            refusals: refusals,
            modelEvents: modelEvents,
            overflowed: overflowed
        )
    }
}

/// A copy of loops' counters, merged at leisure.
package struct MetricsSample: Sendable, Equatable {
    package private(set) var series: [SeriesLabels: Series] = [:]
    package private(set) var attempts: [SeriesLabels: Int] = [:]
    package private(set) var refusals: [RefusalCode: Int] = [:]
    package private(set) var modelEvents: [ModelEvent: Int] = [:]
    package private(set) var overflowed = 0

    package init() {}

    init(
        series: [SeriesLabels: Series],
        attempts: [SeriesLabels: Int],
        refusals: [RefusalCode: Int],
        modelEvents: [ModelEvent: Int],
        overflowed: Int
    ) {
        self.series = series
        self.attempts = attempts
        self.refusals = refusals
        self.modelEvents = modelEvents
        self.overflowed = overflowed
    }

    package mutating func merge(_ other: MetricsSample) {
        for (labels, part) in other.series { series[labels, default: Series()].merge(part) }
        attempts.merge(other.attempts, uniquingKeysWith: +)
        refusals.merge(other.refusals, uniquingKeysWith: +)
        modelEvents.merge(other.modelEvents, uniquingKeysWith: +)
        overflowed += other.overflowed
    }
}
