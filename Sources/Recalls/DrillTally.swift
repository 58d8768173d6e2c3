package import Control
package import Domain

/// Sums a drill up: what was asked of both sides, and what came of it.
package struct DrillTally: Sendable {
    /// One request at one side.
    package struct Sample: Sendable {
        package var route: String
        /// nil: nobody answered.
        package var model: String?
        package var status: Int
        /// Why nobody could, as `docs/errors.md` names it.
        package var refusal: String?
        package var firstTokenMicroseconds: Int?
        package var totalMicroseconds: Int
        package var usage: Usage
        package var cost: Money?

        package init(
            route: String,
            model: String?,
            status: Int,
            refusal: String?,
            firstTokenMicroseconds: Int?,
            totalMicroseconds: Int,
            usage: Usage,
            cost: Money?
        ) {
            self.route = route
            self.model = model
            self.status = status
            self.refusal = refusal
            self.firstTokenMicroseconds = firstTokenMicroseconds
            self.totalMicroseconds = totalMicroseconds
            self.usage = usage
            self.cost = cost
        }

        /// A model answered it well.
        package var isAnswered: Bool { model != nil && (200..<300).contains(status) }
    }

    /// Times beyond so many are a sample of themselves: the first.
    private static let mostTimes = 100_000

    private struct Side {
        var side = DrillReport.Side()
        var firstTokens: [Int] = []
        var totals: [Int] = []
        var cost = Money.zero

        mutating func add(_ sample: Sample) {
            side.requests += 1
            guard sample.isAnswered, let model = sample.model else {
                side.failures += 1
                return
            }
            side.models[model, default: 0] += 1
            side.inputTokens += sample.usage.input ?? 0
            side.outputTokens += sample.usage.output ?? 0
            if let cost = sample.cost { self.cost += cost }
            if totals.count < DrillTally.mostTimes {
                totals.append(sample.totalMicroseconds)
                if let first = sample.firstTokenMicroseconds { firstTokens.append(first) }
            }
        }

        func summed(_ currency: String) -> DrillReport.Side {
            var sum = side
            sum.firstTokenP50 = DrillTally.percentile(50, of: firstTokens)
            sum.firstTokenP95 = DrillTally.percentile(95, of: firstTokens)
            sum.totalP50 = DrillTally.percentile(50, of: totals)
            sum.totalP95 = DrillTally.percentile(95, of: totals)
            if cost > .zero { sum.cost = [currency: cost.decimal] }
            return sum
        }
    }

    private var incumbent = Side()
    private var substitute = Side()
    private var gaps: [String: Int] = [:]
    private var routes: Set<String> = []
    /// Requests at whose incumbent the caller was at fault: they say nothing of anybody.
    package private(set) var skipped = 0
    package private(set) var dropped = 0

    package init() {}

    package var requests: Int { substitute.side.requests }
    package var failures: Int { substitute.side.failures }

    package mutating func add(incumbent: Sample, substitute: Sample) {
        if !incumbent.isAnswered, (400..<500).contains(incumbent.status), incumbent.status != 429 {
            skipped += 1
            return
        }
        routes.insert(substitute.route)
        self.incumbent.add(incumbent)
        self.substitute.add(substitute)
        guard !substitute.isAnswered else { return }
        gaps[substitute.refusal ?? "status_\(substitute.status)", default: 0] += 1
    }

    package mutating func drop() { dropped += 1 }

    /// Copies that a substitute had not answered when the drill ended.
    package mutating func giveUp(_ count: Int) {
        guard count > 0 else { return }
        substitute.side.requests += count
        substitute.side.failures += count
        gaps["no_answer", default: 0] += count
    }

    /// - Parameter mostFailures: with more it has failed. A drill without any request has proved nothing, and has failed too.
    package func report(
        effectMicroseconds: Int?,
        isContained: Bool,
        mostFailures: Int,
        currency: String
    ) -> DrillReport {
        DrillReport(
            passed: isContained && requests > 0 && failures <= mostFailures,
            routes: routes.sorted(),
            effectMicroseconds: effectMicroseconds,
            incumbent: incumbent.summed(currency),
            substitute: substitute.summed(currency),
            gaps: gaps,
            dropped: dropped
        )
    }

    /// The nearest-rank percentile; nil of nothing.
    package static func percentile(_ percent: Int, of values: [Int]) -> Int? {
        guard !values.isEmpty else { return nil }
        let rank = (values.count * percent + 99) / 100
        return values.sorted()[max(0, min(values.count - 1, rank - 1))]
    }
}
