import Control
import Domain
import Settings
import Statistics

/// The runs of one close look at a model. Each has a name that the look's trigger gives it, so that a look that was cut short is
/// gone on with and makes no trial twice.
struct WatchLook: Sendable {
    let trigger: WatchTrigger
    let entry: WatchPlan.Entry
    let model: Model
    let candidate: GateState.Candidate
    let settings: Settings
    let certifier: Certifier
    let desk: WatchDesk
    let ceilings: RunPlan.Ceilings

    enum Result: Sendable {
        case confirmed([Finding], suspects: [String])
        case stopped(String)
    }

    private static let mostSuspects = 16

    private var base: RunPlan {
        RunPlan(
            id: trigger.run,
            target: model.name,
            parts: [],
            seed: TextDigest(trigger.run.utf8).value,
            parameters: Watcher.parameters,
            ceilings: ceilings,
            purpose: .part(of: trigger.run)
        )
    }

    private var subject: Certifier.Subject {
        Certifier.Subject(
            model: candidate.name,
            lineage: candidate.lineage,
            upstream: candidate.upstream,
            by: .server
        )
    }

    func confirm() async throws -> Result {
        var suspects = Dictionary(grouping: trigger.probes.prefix(Self.mostSuspects)) { id in
            id.split(separator: "/").first.map(String.init) ?? ""
        }
        var before = Spent()
        if trigger.probes.isEmpty {
            switch try await sample() {
            case .stopped(let reason): return .stopped(reason)
            case .seen(let seen, let spent): (suspects, before) = (seen, spent)
            }
        }
        guard !suspects.isEmpty else { return .confirmed([], suspects: []) }
        let count = suspects.values.reduce(0) { $0 + $1.count }
        let (findings, stop) = try await Confirmer(certifier: certifier).retry(
            suspects,
            after: before,
            of: base,
            subject,
            try certifier.desk.refresh().gate.fingerprints[model.name],
            times: max(Confirmer.trials, settings.watch.burst / count),
            tell: { _ in }
        )
        if findings.isEmpty, let stop { return .stopped(stop) }
        return .confirmed(findings, suspects: suspects.values.flatMap(\.self))
    }

    private enum Sample { case seen([String: [String]], Spent), stopped(String) }

    /// Of all that the policy tries, and that is worth it.
    private func sample() async throws -> Sample {
        let packs = entry.streams.keys.map(\.pack).sorted().filter {
            (try? certifier.maker.severity(of: $0)).map { $0 >= .medium } ?? false
        }
        guard !packs.isEmpty else { return .seen([:], Spent()) }
        let made = try make(
            "sample",
            packs.map { .init(pack: $0, trials: max(1, settings.watch.burst / packs.count)) },
            on: certifier.target
        )
        if let stop = try await run(made, on: nil) { return .stopped(stop) }
        let report = try RunReport(made.plan.id, in: certifier.store, probes: made.probes)
        return .seen(Confirmer.suspects(of: report), report.spent)
    }

    // MARK: Others

    /// Trials of each probe on another model.
    private static let timesElsewhere = 10
    private static let mostElsewhere = 4

    /// How often the finding's own probes hit on another model; nil: it can take none of them, or does not answer.
    func count(_ finding: Finding, on target: ProbeTarget, named name: String) async throws -> Count? {
        let probes = Array(finding.probes.prefix(Self.mostElsewhere))
        let request = RunMaker.Request(pack: finding.pack, trials: probes.count * Self.timesElsewhere, probes: probes)
        guard let made = try? make("\(finding.id).on.\(name)", [request], on: target) else { return nil }
        if try await run(made, on: target) != nil { return nil }
        return try RunReport(made.plan.id, in: certifier.store, probes: made.probes).tallies.first?.count
    }

    // MARK: Runs

    struct UsedUp: Error, CustomStringConvertible {
        var description: String { Confirmer.usedUp }
    }

    func make(_ name: String, _ requests: [RunMaker.Request], on target: ProbeTarget) throws -> RunMaker.Made {
        let base = base
        guard let ceilings = ceilings.after(try spent()) else { throw UsedUp() }
        return try certifier.maker.make(
            id: "\(base.id).\(name)",
            requests,
            target: target,
            seed: base.seed,
            parameters: base.parameters,
            ceilings: ceilings,
            purpose: base.purpose
        )
    }

    /// - Parameter target: nil: the model's own.
    /// - Returns: why it did not come to its end; nil: it did.
    func run(_ made: RunMaker.Made, on target: ProbeTarget?) async throws -> String? {
        try await certifier.begin(made.plan)
        switch try await certifier.runner(made, on: target, { _ in }).run() {
        case .finished: return nil
        case .stopped(let reason): return reason
        }
    }

    /// Of all its runs until now.
    func spent() throws -> Spent { try certifier.store.spent(under: trigger.run) }
}
