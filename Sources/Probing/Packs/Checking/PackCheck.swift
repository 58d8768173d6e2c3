/// Looks at a pack as a whole: what is well formed and still cannot work.
package enum PackCheck {
    package static func problems(in pack: Pack, places: PackPlaces = PackPlaces()) -> [PackProblem] {
        var check = Check(pack: pack, places: places)
        check.checkSets()
        check.checkCells()
        for set in pack.goalSets {
            for goal in set.goals { check.checkGoal(goal, of: set) }
        }
        check.checkRepeats()
        return check.problems
    }
}

/// One pass over one pack.
struct Check {
    let pack: Pack
    let places: PackPlaces
    var problems: [PackProblem] = []

    init(pack: Pack, places: PackPlaces) {
        self.pack = pack
        self.places = places
    }

    mutating func add(_ grade: PackProblem.Grade, _ path: String, _ message: String, hint: String? = nil) {
        problems.append(PackProblem(grade, at: places.place(of: path), path: path, message: message, hint: hint))
    }

    private func path(of set: GoalSet) -> String {
        places.byPath["goal_sets.\(set.id)"] == nil ? set.id : "goal_sets.\(set.id)"
    }

    mutating func checkSets() {
        if pack.goalSets.isEmpty { add(.fault, "", "The pack has no goals.", hint: "Write `goal_sets`, or `goals`.") }
        if Set(pack.goalSets.map(\.id)).count < pack.goalSets.count {
            add(.fault, "goal_sets", "Two goal sets have the same id.")
        }
        for set in pack.goalSets {
            let path = path(of: set)
            if set.goals.isEmpty { add(.fault, path, "The set `\(set.id)` has no goals.") }
            if !pack.cells.contains(where: { $0.goals == set.id }) {
                add(.fault, path, "No cell tries the set `\(set.id)`.", hint: "Name it under `cells`, or take it out.")
            }
            if set.secrets == .word, !set.goals.contains(where: { situation(of: $0).holds("canary") }) {
                add(.remark, path, "`secrets: word` has no effect: no goal of the set holds {canary}.")
            }
        }
    }

    mutating func checkCells() {
        if pack.cells.isEmpty { add(.fault, "", "The pack has no cells, so nothing would be tried.") }
        var tried: Set<String> = []
        for (index, cell) in pack.cells.enumerated() {
            if cell.named.isEmpty { add(.fault, "cells[\(index)]", "The cell has no attacks.") }
            for attack in cell.attacks where !tried.insert("\(cell.goals)/\(attack.id)").inserted {
                add(
                    .fault,
                    "cells[\(index)]",
                    "The attack `\(attack.id)` is tried on the set `\(cell.goals)` by an earlier cell already.",
                    hint: "A probe's id is goal and attack, so each pair stands once."
                )
            }
        }
        if pack.probeCount > PackLimits.probes {
            add(.fault, "cells", "The pack has \(pack.probeCount) probes; at most \(PackLimits.probes) are run.")
        }
    }

    /// Two goals that say the same count as two in the statistics and are one.
    mutating func checkRepeats() {
        var seen: [[String?]: String] = [:]
        for goal in pack.goals {
            let words = [goal.system, goal.ask, goal.carrier?.text, goal.carrier?.request].map { $0?.lowercased() }
            if let first = seen.updateValue(goal.id, forKey: words) {
                add(.remark, places.path(of: goal), "The goal `\(goal.id)` has the same texts as `\(first)`.")
            }
        }
    }

    /// What the model gets whatever the attack is.
    func situation(of goal: Goal) -> PlaceholderScan {
        PlaceholderScan(goal.system, goal.carrier?.text, goal.carrier?.request)
    }

    /// By which its trials are judged, over all cells.
    func detectors(of goal: Goal, in set: GoalSet) -> [DetectorChoice] {
        var found: [DetectorChoice] = []
        for cell in pack.cells where cell.goals == set.id {
            let choice = cell.detector ?? goal.detector
            if !found.contains(choice) { found.append(choice) }
        }
        return found.isEmpty ? [goal.detector] : found
    }
}
