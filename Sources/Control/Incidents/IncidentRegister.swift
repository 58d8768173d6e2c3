/// Reports that people recorded, by incident. A part of the fold.
package struct IncidentRegister: Sendable, Equatable, Codable {
    package struct Made: Sendable, Equatable, Codable {
        package var report: IncidentReport
        /// Unix milliseconds.
        package var at: UInt64
        /// Number of events of the ledger with this one.
        package var epoch: UInt64
    }

    /// In the order of the ledger.
    package private(set) var reports: [String: [Made]] = [:]

    package init() {}

    mutating func record(_ report: IncidentReport, at: UInt64, epoch: UInt64) {
        reports[report.id, default: []].append(Made(report: report, at: at, epoch: epoch))
    }
}
