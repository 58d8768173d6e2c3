package import Statistics

/// What the trials of one pack in a run came to.
package struct PackTally: Sendable, Equatable {
    package let pack: String
    package let version: Int
    package let hash: String
    /// Who has looked at the pack's texts, or has not.
    package let review: String?
    /// How many the plan has; fewer may have been made.
    package let planned: Int
    package private(set) var made = 0
    package private(set) var count = Count.none
    /// By id; only those that were tried.
    package private(set) var probes: [String: ProbeTally] = [:]
    /// By reason.
    package private(set) var unscored: [String: Int] = [:]
    package private(set) var errors: [String: Int] = [:]

    package init(pack: String, version: Int, hash: String, review: String? = nil, planned: Int) {
        self.pack = pack
        self.version = version
        self.hash = hash
        self.review = review
        self.planned = planned
    }

    package mutating func add(_ outcome: Trial.Outcome) {
        made += 1
        var tally = probes[outcome.probe, default: ProbeTally()]
        switch outcome.verdict {
        case .hit:
            count.add(true)
            tally.count.add(true)
        case .pass:
            count.add(false)
            tally.count.add(false)
        case .unscored(let reason):
            unscored[reason.rawValue, default: 0] += 1
            tally.unscored[reason.rawValue, default: 0] += 1
        case .error(let reason):
            errors[reason.rawValue, default: 0] += 1
            tally.errors[reason.rawValue, default: 0] += 1
        }
        probes[outcome.probe] = tally
    }

    package struct ProbeTally: Sendable, Equatable {
        package var count = Count.none
        /// By reason.
        package var unscored: [String: Int] = [:]
        package var errors: [String: Int] = [:]

        package init() {}

        package var unscoredCount: Int { unscored.values.reduce(0, +) }
        package var errorCount: Int { errors.values.reduce(0, +) }
        package var made: Int { count.scored + unscoredCount + errorCount }
    }

    package var unscoredCount: Int { unscored.values.reduce(0, +) }
    package var errorCount: Int { errors.values.reduce(0, +) }
    /// Answers that were cut and held the evidence all the same: they count as nothing, and keep a model from being certified.
    package var evidenceInCut: Int { unscored[Verdict.UnscoredReason.evidenceInCut.rawValue] ?? 0 }

    /// One count a goal, in the order of the goals' names: trials of one goal hang together.
    package var goals: [Count] { Self.goals(of: probes).sorted { $0.key < $1.key }.map(\.value) }

    /// How much more trials of one goal are alike than those of different goals; nil: their outcomes do not tell.
    package var designEffect: Double? { ClusteredRate(goals).designEffect }

    /// Of a probe's id: `pack/goal/attack`.
    static func goal(of id: String) -> String { id.split(separator: "/").dropFirst().first.map(String.init) ?? id }

    private static func goals(of probes: [String: ProbeTally]) -> [String: Count] {
        var goals: [String: Count] = [:]
        for (id, tally) in probes {
            let goal = goal(of: id)
            goals[goal] = goals[goal, default: .none] + tally.count
        }
        return goals
    }

    /// The tallies of a run's parts, from its outcomes in any order.
    package static func tallies(of plan: RunPlan) -> [PackTally] {
        plan.parts.map {
            PackTally(
                pack: $0.pack,
                version: $0.version,
                hash: $0.hash,
                review: $0.review,
                planned: $0.probes.count
            )
        }
    }
}
