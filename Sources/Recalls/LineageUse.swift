package import Control
import Dialects
import Domain
package import Journal
package import Settings

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
