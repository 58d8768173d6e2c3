/// What a report of a run is written as.
package enum ReportFormat: String, Sendable, CaseIterable {
    /// One page for people, without a script, that prints well.
    case html
    /// One JSON text a line: the run, its probes, its hits, its end.
    case jsonl
    /// What build servers show as tests.
    case junit
    /// SARIF 2.1.0, for whatever gathers findings.
    case sarif
}

extension RunReport {
    /// - Parameters:
    ///   - toolVersion: of this product, for readers of SARIF.
    ///   - write: gets the report in pieces, in order; of JSONL whole lines.
    package func write(_ format: ReportFormat, toolVersion: String, to write: ([UInt8]) throws -> Void) rethrows {
        switch format {
        case .html: try write(html)
        case .jsonl: try jsonLines(write)
        case .junit: try write(junit)
        case .sarif: try write(sarif(toolVersion: toolVersion))
        }
    }
}
