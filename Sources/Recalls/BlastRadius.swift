package import Control
import Dialects
package import Domain
package import Journal
package import Settings

/// What an order touches, from the journal: who used the lineage lately, how much, and what that cost.
package struct BlastRadius: Sendable {
    package struct Use: Sendable, Equatable {
        package var requests = 0
        package var tokens = 0
        package var money: [String: Money] = [:]
        /// Unix milliseconds.
        package var lastAt: UInt64 = 0

        fileprivate mutating func add(_ record: ExchangeRecord) {
            requests += 1
            tokens += (record.usage.input ?? 0) + (record.usage.output ?? 0)
            if let cost = record.cost { money[record.currency ?? "", default: .zero] += cost }
            lastAt = max(lastAt, record.startedAt)
        }
    }

    /// Of everything that is served, in the window.
    package private(set) var all = 0
    package private(set) var total = Use()
    package private(set) var routes: [String: Use] = [:]
    package private(set) var tenants: [String: Use] = [:]
    package private(set) var keys: [String: Use] = [:]
    package private(set) var models: [String: Use] = [:]
    /// The journal knows neither tags nor capabilities: with such a slice the numbers are of more than the order touches.
    package let isUpperBound: Bool

    /// - Parameter since: Unix milliseconds.
    package init(_ order: RecallOrder, _ settings: Settings, _ reader: JournalReader, since: UInt64) throws {
        isUpperBound = order.slice[.tag] != nil || order.slice[.capability] != nil
        let use = LineageUse(order, settings)
        var filter = JournalReader.Filter()
        filter.since = since
        try reader.each(filter) { record in
            guard record.servedModel != nil else { return true }
            all += 1
            guard use.covers(record) else { return true }
            total.add(record)
            routes[record.route ?? "-", default: Use()].add(record)
            tenants[record.tenant ?? "-", default: Use()].add(record)
            keys[record.keyID ?? "-", default: Use()].add(record)
            models[record.servedModel ?? "-", default: Use()].add(record)
            return true
        }
    }

    /// Of the window's traffic, in hundredths of a percent.
    package var share: Int { all == 0 ? 0 : total.requests * 10_000 / all }
}

/// Which recorded exchanges an order speaks of.
package struct LineageUse {
    private let order: RecallOrder
    private let settings: Settings
    private let regions: [String: String?]

    package init(_ order: RecallOrder, _ settings: Settings) {
        self.order = order
        self.settings = settings
        regions = Dictionary(settings.models.map { ($0.name, $0.region) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether the order speaks of it, as far as the journal tells.
    package func covers(_ record: ExchangeRecord) -> Bool {
        guard let model = record.servedModel, let lineage = record.lineage.flatMap({ Lineage($0) }) else {
            return false
        }
        return covers(record, model, lineage)
    }

    /// Whether something of the answer is of what the order speaks of: all of it, or what was shown before another model went on.
    package func answered(_ record: ExchangeRecord) -> Bool {
        covers(record)
            || record.attempts.contains { attempt in
                guard attempt.outcome == .interrupted,
                    let model = settings.models.first(where: { $0.name == attempt.model })
                else { return false }
                return covers(record, model.name, model.lineage)
            }
    }

    /// Whether one of its attempts went up to what the order speaks of.
    package func wasAsked(in record: ExchangeRecord) -> Bool {
        record.attempts.contains { attempt in
            guard !Self.unasked.contains(attempt.failure ?? ""),
                let model = settings.models.first(where: { $0.name == attempt.model })
            else { return false }
            return covers(record, model.name, model.lineage)
        }
    }

    /// Failures of models that were passed over.
    private static let unasked: Set<String> = ["recalled", "breaker_open", "model_busy", "untranslatable"]

    private func covers(_ record: ExchangeRecord, _ model: String, _ lineage: Lineage) -> Bool {
        guard settings.reach(of: order.lineage, to: lineage) != nil else { return false }
        func fits(_ dimension: RecallSlice.Dimension, _ value: String?) -> Bool {
            order.slice[dimension].map { $0.contains(value ?? "") } ?? true
        }
        return fits(.model, model) && fits(.tenant, record.tenant) && fits(.route, record.route)
            && fits(.region, regions[model] ?? nil)
            && fits(.dialect, Operation.all.first { $0.name == record.operation }?.dialect.rawValue)
    }
}
