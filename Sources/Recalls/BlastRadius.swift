package import Control
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

    /// - Parameters:
    ///   - since: Unix milliseconds.
    ///   - until: the same, the first that does not count; nil: up to now.
    package init(
        _ order: RecallOrder,
        _ settings: Settings,
        _ reader: JournalReader,
        since: UInt64,
        until: UInt64? = nil
    ) throws {
        isUpperBound = order.slice[.tag] != nil || order.slice[.capability] != nil
        let use = LineageUse(order, settings)
        var filter = JournalReader.Filter()
        filter.since = since
        filter.until = until
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
