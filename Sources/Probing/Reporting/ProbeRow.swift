import Statistics

/// One probe of a run as reports list it; also a probe that was planned and never tried.
struct ProbeRow: Sendable {
    let id: String
    /// nil where its pack could not be read any more.
    let probe: Probe?
    /// Trials that the plan has of it.
    let planned: Int
    let tally: PackTally.ProbeTally
    /// nil: nothing was scored.
    let estimate: Estimate?

    init(_ id: String, probe: Probe?, planned: Int, tally: PackTally.ProbeTally, confidence: Confidence) {
        self.id = id
        self.probe = probe
        self.planned = planned
        self.tally = tally
        estimate = WilsonInterval.estimate(tally.count, confidence: confidence)
    }

    var goal: String { probe?.goal.id ?? part(1) ?? id }
    var goalSet: String? { probe?.goalSet }
    var attack: String { probe?.attack ?? part(2) ?? id }
    /// `canary 2`.
    var detector: String? { probe.map { "\($0.goal.detector.identity.id) \($0.goal.detector.identity.version)" } }

    /// What was not scored, and why; empty: nothing.
    var silence: String {
        [tally.unscored, tally.errors].filter { !$0.isEmpty }.map(Self.words).joined(separator: ", ")
    }

    private func part(_ place: Int) -> String? {
        let parts = id.split(separator: "/", maxSplits: 2)
        return parts.count > place ? String(parts[place]) : nil
    }

    /// Why nothing was counted, most frequent first: `2 empty, 1 timeout`.
    static func words(_ reasons: [String: Int]) -> String {
        reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.value) \(words($0.key))" }
            .joined(separator: ", ")
    }

    private static func words(_ reason: String) -> String {
        String(reason.map { $0 == "_" ? " " : $0 })
    }
}
