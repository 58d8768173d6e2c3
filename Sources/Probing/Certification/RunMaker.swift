/// Plans runs: which probes are tried, in which order, from packs and a seed alone.
package struct RunMaker: Sendable {
    private let shelf: PackShelf

    package init(_ shelf: PackShelf) {
        self.shelf = shelf
    }

    package struct Made: Sendable {
        package var plan: RunPlan
        /// By place in the plan.
        package var probes: [Probe]

        package init(plan: RunPlan, probes: [Probe]) {
            self.plan = plan
            self.probes = probes
        }
    }

    /// Nothing of a pack can be tried on the target.
    package struct NothingToTry: Error, CustomStringConvertible {
        package var pack: String
        package var target: String
        package var description: String {
            "The target `\(target)` can take no probe of the pack `\(pack)`: it declares neither tools nor what else they need. "
                + "Declare its capabilities in `models:`, or choose another pack."
        }
    }

    /// The worst that a probe of the pack can show.
    func severity(of pack: String) throws -> Severity {
        try shelf.pack(pack).goalSets.flatMap(\.goals).map(\.severity).max() ?? .low
    }

    func probes(of pack: String) throws -> [Probe] { try shelf.pack(pack).probes }

    package struct Request: Sendable {
        package var pack: String
        /// nil: as many as the pack says.
        package var trials: Int?
        /// nil: drawn from all; otherwise only these, in turn.
        package var probes: [String]?

        package init(pack: String, trials: Int?, probes: [String]? = nil) {
            self.pack = pack
            self.trials = trials
            self.probes = probes
        }
    }

    /// - Throws: `NothingToTry`, and what the shelf throws.
    package func make(
        id: String,
        _ requests: [Request],
        target: ProbeTarget,
        seed: UInt64,
        parameters: RunPlan.Parameters = .init(),
        ceilings: RunPlan.Ceilings = .init(),
        purpose: RunPurpose = .probe(nil),
        isServers: Bool = false
    ) throws -> Made {
        var (parts, all) = ([RunPlan.Part](), [Probe]())
        for (place, request) in requests.enumerated() {
            let pack = try shelf.pack(request.pack)
            let drawn = try draw(pack, request, target, seed: seed &+ UInt64(place))
            parts.append(
                RunPlan.Part(
                    pack: pack.id,
                    version: pack.version,
                    hash: pack.hash,
                    review: pack.review,
                    probes: drawn.map(\.id)
                )
            )
            all += drawn
        }
        let plan = RunPlan(
            id: id,
            target: target.name,
            parts: parts,
            seed: seed,
            parameters: parameters,
            ceilings: ceilings,
            purpose: purpose,
            isServers: isServers
        )
        return Made(plan: plan, probes: all)
    }

    private func draw(_ pack: Pack, _ request: Request, _ target: ProbeTarget, seed: UInt64) throws -> [Probe] {
        let count = request.trials ?? pack.trials
        if let wanted = request.probes {
            let known = Dictionary(pack.probes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let found = wanted.compactMap { known[$0] }.filter { target.takes($0) }
            guard !found.isEmpty else { throw NothingToTry(pack: pack.id, target: target.name) }
            return (0..<count).map { found[$0 % found.count] }
        }
        let fitting = pack.keeping { target.takes($0) }
        guard !fitting.cells.isEmpty else { throw NothingToTry(pack: pack.id, target: target.name) }
        return PackDraw(from: fitting, count: count, seed: seed).probes
    }

    /// The probes of a plan that was made before.
    ///
    /// - Throws: `Changed` when a pack is no longer what it was, and what the shelf throws.
    package func probes(of plan: RunPlan) throws -> [Probe] {
        var all: [Probe] = []
        for part in plan.parts {
            let pack = try shelf.pack(part.pack)
            guard pack.hash == part.hash else { throw Changed(pack: part.pack, run: plan.id) }
            let known = Dictionary(pack.probes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            for id in part.probes {
                guard let probe = known[id] else { throw Changed(pack: part.pack, run: plan.id) }
                all.append(probe)
            }
        }
        return all
    }

    package struct Changed: Error, CustomStringConvertible {
        package var pack: String
        package var run: String
        package var description: String {
            "The pack `\(pack)` has changed since the run \(run) began, and trials of the two cannot be counted together. Begin a new run."
        }
    }
}

extension Pack {
    /// The same with only those goals and attacks whose probes are kept: a cell that loses some is split by goals.
    func keeping(_ keeps: (Probe) -> Bool) -> Pack {
        var pack = self
        pack.goalSets = []
        pack.cells = []
        for cell in cells {
            guard let set = self[set: cell.goals] else { continue }
            let kept = probes(of: cell).filter(keeps)
            let attacks = Set(kept.map(\.attack))
            let goals = set.goals.filter { goal in kept.contains { $0.goal.id == goal.id } }
            guard !kept.isEmpty else { continue }
            var (cell, rest) = (cell, set)
            cell.attacks.removeAll { !attacks.contains($0.id) }
            rest.goals = goals
            if pack[set: rest.id] == nil { pack.goalSets.append(rest) }
            pack.cells.append(cell)
        }
        return pack
    }
}
