import Domain
import Journal
import Reports

/// Requests of each route by day of UTC, read from the journal once for each day that is over.
struct RouteTraffic: Sendable {
    private var counts: [String: [String: StatusMaker.Count]] = [:]
    /// What is before it was counted, and stays as it is; Unix milliseconds.
    private var counted: UInt64 = 0

    /// The same, and today anew.
    ///
    /// - Parameter now: Unix milliseconds.
    func upTo(_ now: UInt64, _ reader: JournalReader) throws -> (
        past: RouteTraffic, all: [String: [String: StatusMaker.Count]]
    ) {
        let days = Day(unixMilliseconds: now).last(StatusMaker.days)
        guard let oldest = days.first, let today = days.last?.start else { return (self, counts) }
        var past = self
        if past.counted < today {
            try past.count(reader, from: max(oldest.start, past.counted), until: today)
            past.counted = today
            past.counts = past.counts.mapValues { $0.filter { $0.key >= oldest.text } }
        }
        var all = past
        try all.count(reader, from: today, until: nil)
        return (past, all.counts)
    }

    private mutating func count(_ reader: JournalReader, from: UInt64, until: UInt64?) throws {
        var filter = JournalReader.Filter()
        (filter.since, filter.until) = (from, until)
        try reader.each(filter) { record in
            if let route = record.route {
                let day = Day(unixMilliseconds: record.startedAt).text
                var count = counts[route]?[day] ?? .init(requests: 0, failures: 0)
                count.requests += 1
                if record.outcome.isFailure { count.failures += 1 }
                counts[route, default: [:]][day] = count
            }
            return true
        }
    }
}
