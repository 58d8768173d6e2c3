extension Pack {
    /// Every goal by every attack of its cells: cells, goals and attacks in the pack's order, so that an index means the same
    /// on every machine.
    package var probes: [Probe] { cells.flatMap(probes(of:)) }

    package func probes(of cell: PackCell) -> [Probe] {
        guard let set = self[set: cell.goals] else { return [] }
        return set.goals.flatMap { goal in
            cell.attacks.map { attack in
                Probe(
                    id: "\(id)/\(goal.id)/\(attack.id)",
                    pack: id,
                    packVersion: version,
                    goalSet: set.id,
                    goal: goal.judged(by: cell.detector),
                    attack: attack.id,
                    attackVersion: attack.version,
                    secrets: set.secrets
                )
            }
        }
    }

    /// What `holdfast pack list` shows.
    package struct Counts: Sendable, Hashable {
        package var goalSet: String
        package var goals: Int
        /// Different ones, over all cells of the set.
        package var attacks: Int
        package var probes: Int
    }

    package var counts: [Counts] {
        goalSets.map { set in
            let own = cells.filter { $0.goals == set.id }
            return Counts(
                goalSet: set.id,
                goals: set.goals.count,
                attacks: Set(own.flatMap { $0.attacks.map(\.id) }).count,
                probes: own.reduce(0) { $0 + $1.attacks.count } * set.goals.count
            )
        }
    }

    package var probeCount: Int { counts.reduce(0) { $0 + $1.probes } }
}

extension Goal {
    fileprivate func judged(by other: DetectorChoice?) -> Goal {
        guard let other else { return self }
        var goal = self
        goal.detector = other
        return goal
    }
}
