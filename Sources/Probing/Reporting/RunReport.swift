package import Control
package import Statistics

/// All that a report of a run is made of, whatever its format.
package struct RunReport: Sendable {
    package var plan: RunPlan
    package var state: ProbeStore.State
    package var note: String
    /// Unix milliseconds.
    package var startedAt: UInt64
    package var endedAt: UInt64?
    package var tallies: [PackTally]
    /// Of the probes that the plan names, by id.
    package var probes: [String: Probe]
    package var spent: Spent
    package var confidence: Confidence
    /// As the target called itself, and how often.
    package var models: [String: Int]
    /// The builds that it declared.
    package var builds: [String: Int]
    /// Hits, for whoever checks: at most `mostHits`, in the order of the trials; texts only where `showsTexts`.
    package var hits: [Trial.Outcome]
    package var showsTexts: Bool
    /// What was confirmed of its hits, with what people said of that.
    package var findings: [GateState.Confirmed] = []

    package static let mostHits = 500

    /// - Parameters:
    ///   - tallies: one a part of the plan, in its order.
    ///   - probes: all that the plan names, by id.
    ///   - hits: texts are dropped unless `showsTexts`, and what is above `mostHits`.
    package init(
        plan: RunPlan,
        state: ProbeStore.State,
        note: String,
        startedAt: UInt64,
        endedAt: UInt64?,
        tallies: [PackTally],
        probes: [String: Probe],
        spent: Spent,
        confidence: Confidence,
        models: [String: Int],
        builds: [String: Int] = [:],
        hits: [Trial.Outcome],
        showsTexts: Bool
    ) {
        self.plan = plan
        self.state = state
        self.note = note
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.tallies = tallies
        self.probes = probes
        self.spent = spent
        self.confidence = confidence
        self.models = models
        self.builds = builds
        self.hits = hits.prefix(Self.mostHits).map { hit in
            var hit = hit
            if !showsTexts { (hit.excerpt, hit.answers) = (nil, nil) }
            return hit
        }
        self.showsTexts = showsTexts
    }

    /// A run as it lies in the store.
    ///
    /// - Parameter probes: all that the plan names.
    /// - Throws: what the store throws.
    package init(_ id: String, in store: ProbeStore, probes: [Probe], showsTexts: Bool = false) throws {
        let run = try store.run(id)
        plan = run.plan
        state = run.state
        note = run.note
        startedAt = run.startedAt
        endedAt = run.endedAt
        self.probes = Dictionary(probes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        confidence = .ninetyFive
        self.showsTexts = showsTexts
        var tallies = PackTally.tallies(of: run.plan)
        // The part that a number lies in.
        var ends: [Int] = []
        for part in run.plan.parts { ends.append((ends.last ?? 0) + part.probes.count) }
        var (spent, models, builds, hits) = (Spent(), [String: Int](), [String: Int](), [Trial.Outcome]())
        try store.each(of: run.plan.id) { outcome in
            guard let part = ends.firstIndex(where: { outcome.number < $0 }) else { return }
            tallies[part].add(outcome)
            spent.add(outcome)
            if let model = outcome.model { models[model, default: 0] += 1 }
            if let build = outcome.build { builds[build, default: 0] += 1 }
            guard outcome.verdict == .hit, hits.count < Self.mostHits else { return }
            var hit = outcome
            if !showsTexts { (hit.excerpt, hit.answers) = (nil, nil) }
            hits.append(hit)
        }
        (self.tallies, self.spent, self.hits) = (tallies, spent, hits)
        (self.models, self.builds) = (models, builds)
    }
}
