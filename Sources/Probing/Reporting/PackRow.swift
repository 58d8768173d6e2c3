import Statistics

/// One pack of a run with its probes, as reports list them.
struct PackRow: Sendable {
    let tally: PackTally
    /// Clusters are the goals; nil: nothing was scored.
    let estimate: Estimate?
    /// Goals of which something was scored.
    let goals: Int
    /// By id.
    let probes: [ProbeRow]
    /// Of detectors that err.
    let corrected: [CorrectedRate]
}

extension RunReport {
    var packs: [PackRow] {
        zip(plan.parts, tallies).map { part, tally in
            let planned = Dictionary(part.probes.map { ($0, 1) }, uniquingKeysWith: +)
            let rate = ClusteredRate(tally.goals)
            return PackRow(
                tally: tally,
                estimate: rate.estimate(confidence: confidence),
                goals: rate.clusters.count,
                probes: planned.sorted { $0.key < $1.key }.map { id, count in
                    ProbeRow(
                        id,
                        probe: probes[id],
                        planned: count,
                        tally: tally.probes[id] ?? PackTally.ProbeTally(),
                        confidence: confidence
                    )
                },
                corrected: corrections(tally)
            )
        }
    }

    /// `finished`, or how far it came and why no further.
    var ending: String {
        let why = note.isEmpty ? "" : ": \(note)"
        return switch state {
        case .finished: "finished"
        case .running: "still running"
        case .stopped: "stopped\(why)"
        }
    }
}
