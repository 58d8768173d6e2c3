import Control
import Domain
import Settings
import Statistics

/// How far a finding reaches: the same attacks on other goals, field by field, and the same goals by other attacks.
extension WatchLook {
    /// Trials between two looks at what is known.
    private static let batch = 64
    /// So many categories the ledger's event holds.
    private static let mostCategories = 64
    static let otherAttacks = "the same goals by other attacks"

    /// Appends what is known at once, so that whoever acts on the finding need not wait for the rest, and then the rest.
    func expand(_ finding: Finding, _ siblings: [FindingBreadth.Sibling]) async throws {
        let known = try certifier.desk.refresh().gate.findings[finding.id]?.breadth
        if known == nil { try measure(finding, nil, [], siblings) }
        let categories = try neighbours(of: finding)
        guard let allocation = Breadth.Allocation(budget: settings.watch.breadth), settings.watch.breadth > 0,
            !categories.isEmpty
        else { return }
        var counts = categories.map { Breadth.Category(harm: $0.harm, field: $0.field) }
        let origin = categories.firstIndex { $0.isOrigin }
        var round = 0
        while let breadth = Breadth(counts, origin: origin) {
            let shares = allocation.next(breadth, batch: Self.batch)
            guard shares.contains(where: { $0 > 0 }) else { break }
            round += 1
            guard try await tryOn(categories, shares, &counts, "\(finding.id).\(round)") else { break }
        }
        // Goals that it was not found with, of its own field or of another one.
        let isElsewhere = counts.contains { $0.field != Self.otherAttacks && $0.count.hits > 0 }
        let transfers = siblings.contains { $0.hits > 0 } || isElsewhere
        try measure(finding, Breadth(counts, origin: origin, transfers: transfers), counts, siblings)
    }

    // MARK: Neighbours

    private struct Neighbours {
        var harm: String
        var field: String
        var pack: String
        var isOrigin: Bool
        /// Ids.
        var probes: [String]
    }

    /// By harm and field. Goals that the finding was found with are left out: they would say what is known.
    private func neighbours(of finding: Finding) throws -> [Neighbours] {
        let found = Set(finding.probes)
        let own = try certifier.maker.probes(of: finding.pack).filter { found.contains($0.id) }
        let attacks = Set(own.map(\.attack))
        let goals = Set(own.map(\.goal.id))
        let fields = Set(own.map { Self.field($0) })
        var all: [String: Neighbours] = [:]
        for pack in Set(entry.streams.keys.map(\.pack) + [finding.pack]).sorted() {
            let probes = ((try? certifier.maker.probes(of: pack)) ?? []).filter {
                certifier.target.takes($0) && $0.severity >= .medium && !found.contains($0.id)
            }
            for probe in probes {
                let isOwnGoal = pack == finding.pack && goals.contains(probe.goal.id)
                guard isOwnGoal || attacks.contains(probe.attack) else { continue }
                let field = isOwnGoal ? Self.otherAttacks : Self.field(probe)
                all[
                    "\(pack)\u{0}\(field)",
                    default: Neighbours(
                        harm: pack,
                        field: field,
                        pack: pack,
                        isOrigin: pack == finding.pack && fields.contains(field),
                        probes: []
                    )
                ].probes.append(probe.id)
            }
        }
        // Where it was found comes first, for only that many are tried.
        return Array(
            all.values.sorted { ($0.isOrigin ? 0 : 1, $0.harm, $0.field) < ($1.isOrigin ? 0 : 1, $1.harm, $1.field) }
                .prefix(Self.mostCategories)
        )
    }

    /// Another language is another field.
    private static func field(_ probe: Probe) -> String {
        probe.goal.language == "en" ? probe.goal.domain : "\(probe.goal.domain) (\(probe.goal.language))"
    }

    // MARK: Trials

    /// - Returns: whether they were made.
    private func tryOn(
        _ categories: [Neighbours],
        _ shares: [Int],
        _ counts: inout [Breadth.Category],
        _ name: String
    ) async throws -> Bool {
        let tried = categories.indices.filter { shares[$0] > 0 }
        var random = SeededRandom(seed: trigger.at ^ TextDigest(name.utf8).value)
        let requests = tried.map { place in
            let probes = categories[place].probes
            // Each trial draws its goal anew.
            let drawn = (0..<shares[place]).compactMap { _ in probes.randomElement(using: &random) }
            return RunMaker.Request(pack: categories[place].pack, trials: drawn.count, probes: drawn)
        }
        let made: RunMaker.Made
        do {
            made = try make(name, requests, on: certifier.target)
        } catch is UsedUp {
            return false
        }
        guard try await run(made, on: nil) == nil else { return false }
        let report = try RunReport(made.plan.id, in: certifier.store, probes: made.probes)
        for (place, tally) in zip(tried, report.tallies) {
            counts[place].count = counts[place].count + tally.count
            counts[place].unscored += tally.unscoredCount + tally.errorCount
        }
        return true
    }

    // MARK: What the ledger is told

    private func measure(
        _ finding: Finding,
        _ breadth: Breadth?,
        _ counts: [Breadth.Category],
        _ siblings: [FindingBreadth.Sibling]
    ) throws {
        let kind = breadth?.kind ?? .undetermined
        try desk.measure(
            FindingBreadth(
                id: finding.id,
                breadth: kind,
                categories: counts.filter { $0.trials > 0 }.map(Self.category),
                siblings: siblings,
                trials: counts.reduce(0) { $0 + $1.trials },
                transfers: breadth?.transfers,
                proposal: try proposal(finding, kind),
                run: trigger.run
            )
        )
    }

    private static func category(_ category: Breadth.Category) -> FindingBreadth.Category {
        let interval = category.estimate?.interval ?? 0...1
        return FindingBreadth.Category(
            harm: category.harm,
            field: category.field,
            hits: category.count.hits,
            scored: category.count.scored,
            low: CertificateMaker.millionths(interval.lowerBound),
            high: CertificateMaker.millionths(interval.upperBound)
        )
    }

    /// What fits it, for a person to decide: by its gravity, a class up where it reaches far; of calls of tools alone where nothing
    /// else is shown.
    private func proposal(_ finding: Finding, _ kind: BreadthKind) throws -> FindingBreadth.Proposal {
        let isFar = kind == .broad || kind == .universal
        let recallClass: RecallClass =
            switch finding.severity {
            case "critical": .one
            case "high": isFar ? .one : .two
            default: isFar ? .two : .three
            }
        let probes = try certifier.maker.probes(of: finding.pack).filter { finding.probes.contains($0.id) }
        let needsTools = !probes.isEmpty && probes.allSatisfy { !$0.goal.tools.isEmpty }
        return FindingBreadth.Proposal(
            recallClass,
            slice: needsTools && !isFar ? RecallSlice([.capability: ["tools"]]) : RecallSlice()
        )
    }
}
