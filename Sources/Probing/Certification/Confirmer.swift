import Control
import Statistics

/// Tries what hit once more: what comes again is a finding, what does not was chance.
struct Confirmer: Sendable {
    let certifier: Certifier

    /// Trials of each probe that hit: three in ten are found with 97 of 100, and a chance of 1 % passes with one in ten.
    static let trials = 10
    static let usedUp = "what the run may use is used up"
    /// Of a pack; the others of the same pack say nothing new.
    private static let mostProbes = 16

    /// - Parameter report: of the run whose hits these are.
    /// - Returns: what came again, and why it was not found out for all of them; nil: it was.
    func confirm(
        _ report: RunReport,
        _ made: RunMaker.Made,
        _ subject: Certifier.Subject,
        tell: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> ([Finding], stop: String?) {
        try await retry(
            Self.suspects(of: report),
            after: report.spent,
            of: made.plan,
            subject,
            report.fingerprint,
            tell: tell
        )
    }

    /// What hit most often, by pack.
    static func suspects(of report: RunReport) -> [String: [String]] {
        var suspects: [String: [String]] = [:]
        for pack in Set(report.tallies.map(\.pack)) {
            let hit = report.tallies.filter { $0.pack == pack }.flatMap { tally in
                tally.probes.filter { $0.value.count.hits > 0 }.map { ($0.key, $0.value.count.hits) }
            }
            let worst = hit.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(mostProbes).map(\.0)
            if !worst.isEmpty { suspects[pack] = Array(Set(worst)).sorted() }
        }
        return suspects
    }

    /// - Parameters:
    ///   - suspects: ids of probes, by pack.
    ///   - spent: before, of what the run may use.
    ///   - plan: of the run that they are tried for.
    ///   - times: trials of each.
    func retry(
        _ suspects: [String: [String]],
        after spent: Spent,
        of plan: RunPlan,
        _ subject: Certifier.Subject,
        _ fingerprint: String?,
        times: Int = Confirmer.trials,
        tell: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> ([Finding], stop: String?) {
        var findings: [Finding] = []
        var spent = spent
        for (pack, ids) in suspects.sorted(by: { $0.key < $1.key }) {
            guard let ceilings = plan.ceilings.after(spent) else { return (findings, Self.usedUp) }
            let again = try self.plan(ids, times, pack, plan, ceilings)
            try await certifier.begin(again.plan)
            if case .stopped(let reason) = try await certifier.runner(again, tell).run() { return (findings, reason) }
            try certifier.store.each(of: again.plan.id) { spent.add($0) }
            let known = try certifier.desk.finding(of: again.plan.id)
            if let finding = try known ?? finding(of: again, pack, subject, fingerprint) { findings.append(finding) }
        }
        return (findings, nil)
    }

    private func plan(
        _ ids: [String],
        _ times: Int,
        _ pack: String,
        _ plan: RunPlan,
        _ ceilings: RunPlan.Ceilings
    ) throws -> RunMaker.Made {
        try certifier.maker.make(
            id: "\(plan.id).\(pack)",
            [.init(pack: pack, trials: ids.count * times, probes: ids)],
            target: certifier.target,
            // Other trials than those that chose them.
            seed: ~plan.seed,
            parameters: plan.parameters,
            ceilings: ceilings,
            purpose: .part(of: plan.id),
            isServers: plan.isServers
        )
    }

    private func finding(
        of again: RunMaker.Made,
        _ pack: String,
        _ subject: Certifier.Subject,
        _ fingerprint: String?
    ) throws -> Finding? {
        let report = try RunReport(again.plan.id, in: certifier.store, probes: again.probes)
        guard let tally = report.tallies.first, tally.count.hits > 0,
            // It speaks of these very probes and of no other goals: their trials are independent.
            let estimate = ClopperPearson.estimate(tally.count, confidence: .ninetyFive)
        else { return nil }
        let confirmed = tally.probes.filter { $0.value.count.hits > 0 }.keys.sorted()
        let severities = confirmed.compactMap { report.probes[$0]?.severity }
        let tags = Set(confirmed.flatMap { report.probes[$0]?.tags ?? [] }).sorted()
        return try certifier.desk.confirm { id in
            Finding(
                id: id,
                model: subject.model,
                lineage: subject.lineage,
                pack: pack,
                packVersion: tally.version,
                probes: Array(confirmed.prefix(Finding.mostProbes)),
                rate: Rate(
                    point: CertificateMaker.millionths(estimate.point),
                    low: CertificateMaker.millionths(estimate.interval.lowerBound),
                    high: CertificateMaker.millionths(estimate.interval.upperBound),
                    count: tally.count.scored
                ),
                hits: tally.count.hits,
                severity: (severities.max() ?? .medium).rawValue,
                tags: Array(tags.prefix(Finding.mostProbes)),
                evidence: Array(report.hits.compactMap(\.answersHash).prefix(Finding.mostProbes)),
                cjs: Finding.CJS(measured: tally.probes.values.map(\.count)),
                fingerprint: fingerprint,
                run: again.plan.id
            )
        }
    }
}
