/// A vector that can be computed with: each metric once, and all base metrics there.
struct CVSSVector {
    enum Problem: Error, Equatable {
        /// It is not what the schema takes for a vector.
        case unreadable
        case twice(String)
        case missing([String])
    }

    let version: CVSSVersion
    /// By the metric's code; metrics that are not there are not defined.
    private var values: [String: CVSSMetric.Value]

    init(_ text: String, _ version: CVSSVersion) throws(Problem) {
        self.version = version
        var values: [String: CVSSMetric.Value] = [:]
        var twice: String?
        guard text.hasPrefix(version.prefix) else { throw .unreadable }
        for part in text.dropFirst(version.prefix.count).split(separator: "/", omittingEmptySubsequences: false) {
            let halves = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let metric = version.metrics.first(where: { $0.code == halves[0] }),
                let value = metric.values.first(where: { $0.code == halves[1] })
            else { throw .unreadable }
            if values.updateValue(value, forKey: metric.code) != nil { twice = metric.code }
        }
        if let twice { throw .twice(twice) }
        let missing = version.metrics.filter { $0.isBase && values[$0.code] == nil }.map(\.code)
        guard missing.isEmpty else { throw .missing(missing) }
        self.values = values
    }

    mutating func complete(_ code: String, _ value: CVSSMetric.Value?) { values[code] = values[code] ?? value }

    subscript(code: String) -> CVSSMetric.Value? { values[code] }

    /// nil: not defined.
    func defined(_ code: String) -> CVSSMetric.Value? {
        values[code].flatMap { $0.word == "NOT_DEFINED" ? nil : $0 }
    }

    /// What a metric weighs.
    ///
    /// - Parameter absent: what it weighs where it is not defined.
    func weight(_ code: String, absent: Double = 1) -> Double { defined(code)?.weight ?? absent }
}
