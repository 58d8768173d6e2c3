package import Domain
package import GRDB
import Storage

/// Reads the journal, for commands and the API; a running server's writes do not disturb it.
package struct JournalReader: Sendable {
    package struct Filter: Sendable {
        /// Unix milliseconds; the first that counts.
        package var since: UInt64?
        /// Unix milliseconds; the first that does not.
        package var until: UInt64?
        package var tenant: String?
        package var key: String?
        package var route: String?
        /// Served or asked for.
        package var model: String?
        package var outcome: ExchangeRecord.Outcome?

        package init() {}
    }

    let database: DatabaseQueue

    package init(_ database: DatabaseQueue) {
        self.database = database
    }

    /// The newest first.
    package func list(
        _ filter: Filter,
        limit: Int,
        where fits: (ExchangeRecord) -> Bool = { _ in true }
    ) throws -> [ExchangeRecord] {
        var found: [ExchangeRecord] = []
        try each(filter, newestFirst: true) { record in
            if fits(record) { found.append(record) }
            return found.count < limit
        }
        return found
    }

    /// - Parameter id: as in `x-request-id`.
    package func find(_ id: String) throws -> ExchangeRecord? {
        guard id.hasPrefix("req_"), let identifier = Identifier(id.dropFirst(4)) else { return nil }
        return try database.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT record FROM exchanges WHERE id = ?",
                arguments: [identifier.bytes.blob]
            )?
            .bytes("record").flatMap { ExchangeRecord(canonicalBytes: $0) }
        }
    }

    /// Shows the records of a filter to `visit` until it returns false. Rows that are no record are passed over.
    package func each(
        _ filter: Filter,
        newestFirst: Bool = false,
        visit: (ExchangeRecord) throws -> Bool
    ) throws {
        var conditions = ["1"]
        var arguments: [any DatabaseValueConvertible] = []
        if let since = filter.since {
            conditions.append("id >= ?")
            arguments.append(Identifier.first(ofMillisecond: since).bytes.blob)
        }
        if let until = filter.until {
            conditions.append("id < ?")
            arguments.append(Identifier.first(ofMillisecond: until).bytes.blob)
        }
        for (member, value) in [
            ("tenant", filter.tenant), ("key", filter.key), ("route", filter.route),
            ("outcome", filter.outcome?.rawValue),
        ] {
            guard let value else { continue }
            conditions.append("json_extract(CAST(record AS TEXT), '$.\(member)') = ?")
            arguments.append(value)
        }
        if let model = filter.model {
            conditions.append(
                "? IN (json_extract(CAST(record AS TEXT), '$.served_model'), json_extract(CAST(record AS TEXT), '$.asked_model'))"
            )
            arguments.append(model)
        }
        try database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT record FROM exchanges WHERE \(conditions.joined(separator: " AND ")) "
                    + "ORDER BY id \(newestFirst ? "DESC" : "ASC")",
                arguments: StatementArguments(arguments)
            )
            while let row = try rows.next() {
                guard let record = row.bytes("record").flatMap({ ExchangeRecord(canonicalBytes: $0) }) else { continue }
                guard try visit(record) else { return }
            }
        }
    }
}

/// Requests, tokens and money over a window, by one dimension.
package struct UsageReport: Sendable, Equatable {
    package enum Dimension: String, Sendable, CaseIterable { case tenant, key, route, model, day }

    package struct Line: Sendable, Equatable {
        package var name: String
        package var requests = 0
        /// Neither completed nor cancelled by the client.
        package var failures = 0
        package var inputTokens = 0
        package var outputTokens = 0
        /// Completed exchanges whose answer told no usage; their tokens are not in the sums.
        package var unknownUsage = 0
        package var money: [String: Money] = [:]
    }

    package private(set) var lines: [Line] = []

    package init(_ reader: JournalReader, _ filter: JournalReader.Filter, by dimension: Dimension) throws {
        var lines: [String: Line] = [:]
        try reader.each(filter) { record in
            let name = Self.name(of: record, dimension)
            lines[name, default: Line(name: name)].add(record)
            return true
        }
        self.lines = lines.values.sorted { $0.name < $1.name }
    }

    private static func name(of record: ExchangeRecord, _ dimension: Dimension) -> String {
        switch dimension {
        case .tenant: record.tenant ?? "-"
        case .key: record.keyID ?? "-"
        case .route: record.route ?? "-"
        case .model: record.servedModel ?? "-"
        case .day: ClockText.day(unixMilliseconds: record.startedAt)
        }
    }
}

extension ExchangeRecord.Outcome {
    /// Neither completed nor cancelled by the client.
    package var isFailure: Bool {
        switch self {
        case .completed, .cancelled: false
        case .failed, .refused, .interrupted, .lastResort: true
        }
    }
}

extension UsageReport.Line {
    fileprivate mutating func add(_ record: ExchangeRecord) {
        requests += 1
        switch record.outcome {
        case .completed:
            if record.tellsUsage, record.usage.output == nil, record.usage.input == nil { unknownUsage += 1 }
        case .failed, .refused, .interrupted, .lastResort, .cancelled: break
        }
        if record.outcome.isFailure { failures += 1 }
        inputTokens += record.usage.input ?? 0
        outputTokens += record.usage.output ?? 0
        if let cost = record.cost { money[record.currency ?? "", default: .zero] += cost }
    }
}
