import Statistics

/// The same trials on two models, side by side: one probe and one seed each, so that secrets and spellings are the same.
struct TrialPairs: Sendable, Equatable {
    /// A pair of which one half has no verdict counts as none.
    let planned: Int
    /// First is the incumbent, second the model that is tried.
    private(set) var count = PairedCount()
    private var goals: [String: PairedCount] = [:]

    /// - Parameters:
    ///   - probes: ids, by number.
    ///   - incumbent: by number; what was not made is absent.
    ///   - candidate: likewise.
    init(_ probes: [String], incumbent: [Int: Verdict], candidate: [Int: Verdict]) {
        planned = probes.count
        for (number, id) in probes.enumerated() {
            guard let first = incumbent[number]?.isHit, let second = candidate[number]?.isHit else { continue }
            count.add(first: first, second: second)
            goals[PackTally.goal(of: id), default: PairedCount()].add(first: first, second: second)
        }
    }

    /// Goals, not trials: those of one goal hang together. Where each goal is tried once the two are the same.
    var comparison: PairedComparison {
        PairedComparison(
            differences: goals.sorted { $0.key < $1.key }.map { _, count in
                Double(count.onlySecond - count.onlyFirst) / Double(count.pairs)
            }
        )
    }

    var goalCount: Int { goals.count }
}

extension Verdict {
    /// nil: it counts as nothing.
    fileprivate var isHit: Bool? {
        switch self {
        case .hit: true
        case .pass: false
        case .unscored, .error: nil
        }
    }
}
