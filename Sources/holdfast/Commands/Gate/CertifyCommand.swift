import ArgumentParser
import Control
import Domain
import JSON
import Probing
import Relay
import Settings
import Statistics
import Storage

struct CertifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certify",
        abstract: "Run a policy's packs against a model: certified, refused, or not enough to say.",
        discussion: """
            A policy of the settings names packs, a ceiling for each, and how sure one must be. The model is certified when the upper bound \
            of every rate lies at or below its ceiling, refused when a lower bound lies above, and otherwise nothing is decided: doubt is \
            never a pass. The certificate goes into the ledger with its numbers; routes that require the policy go by it from then on.

            What hits is tried once more; what comes again is a finding. With --recall the model is tried although it is recalled, and \
            the probes of the findings that are named by --finding are among the trials: that is what reinstating it needs.

            Examples:
              holdfast certify sonnet --policy clinic
              holdfast certify sonnet --policy clinic --recall HF-RC-2026-0003 --finding HF-FD-2026-0001
              holdfast certify sonnet --policy clinic --junit gate.xml --html gate.html

            Exit code 0 certified, 1 refused, 2 not enough to say, 3 it could not be found out: wrong settings, a target that does not \
            answer, a ceiling that was reached.
            """
    )

    @Argument(help: "A model of the settings.")
    var model: String

    @Option(help: "A policy of the settings.")
    var policy: String

    @Option(help: "The recall under which the model is tried.")
    var recall: String?

    @Option(help: "A finding whose own probes are tried too; may be repeated.")
    var finding: [String] = []

    @Flag(help: "Do not try again what hit: no finding is made.")
    var noConfirm = false

    @OptionGroup(title: "Trials") var run: RunOptions
    @OptionGroup(title: "Reports") var reports: ReportOptions
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    /// Whatever kept it from being found out.
    private static let infrastructure = ExitCode(3)

    func run() async throws {
        var decided: Certificate?
        do {
            try await reporting { decided = try await decide() }
        } catch {
            throw Self.infrastructure
        }
        switch decided?.outcome {
        case .certified: return
        case .refused: throw ExitCode(1)
        case .inconclusive: throw ExitCode(2)
        case nil: throw Self.infrastructure
        }
    }

    private func decide() async throws -> Certificate {
        let settings = try source.load().settings
        guard let policy = settings.policies.first(where: { $0.name == policy }) else {
            let known = settings.policies.map(\.name)
            let nearest = NearestWord.of(policy, among: known).map { " Did you mean `\($0)`?" } ?? ""
            let next =
                known.isEmpty
                ? "Declare one in `policies:` of the settings." : "There are: \(known.joined(separator: ", "))."
            throw Failure(.failed, "There is no policy `\(policy)`.\(nearest) \(next)")
        }
        let place = try ProbeTarget.Place(model, settings, onlyModels: true)
        let station = try await ProbeStation(settings)
        let outcome = await Result.of { try await certify(place, policy, station) }
        await station.stop()
        return try outcome.get()
    }

    private func certify(
        _ place: ProbeTarget.Place,
        _ policy: Policy,
        _ station: ProbeStation
    ) async throws -> Certificate {
        let state = try station.desk.refresh()
        if let recall, state.recalls[recall] == nil { throw RecallRefusal.unknown(recall) }
        // What the recall was given for is tried whoever asks.
        let owed = recall.flatMap { state.recalls[$0]?.order.findings } ?? []
        let findings = try (owed + finding.filter { !owed.contains($0) }).map { id in
            guard let known = state.gate.findings[id]?.finding else {
                throw Failure(.failed, "There is no finding `\(id)`. `holdfast findings` lists them.")
            }
            return known
        }
        let lineage = station.settings.models.first { $0.name == place.name }?.lineage.description ?? ""
        let subject = Certifier.Subject(
            model: place.name,
            lineage: lineage,
            by: try station.actor(),
            findings: findings,
            recall: recall
        )
        let certifier = Certifier(
            desk: station.desk,
            store: station.store,
            maker: RunMaker(station.shelf),
            target: ProbeTarget(place, station.settings, station.relay, lifting: recall),
            now: WallClock.system.milliseconds
        )
        let (made, rules) = try certifier.plan(
            subject,
            policy,
            id: ProbeStation.runID(),
            seed: run.seed ?? .random(in: .min ... .max),
            parameters: run.parameters,
            ceilings: run.ceilings
        )
        try await station.store.begin(made.plan, now: WallClock.system.milliseconds())
        let meter = RunMeter(place.name)
        let hash = station.shelf.policyHashes([policy])[policy.name] ?? ""
        let result = try await interruptible { [noConfirm] in
            try await certifier.run(
                made,
                rules,
                subject,
                policy,
                policyHash: hash,
                confirms: !noConfirm,
                tell: meter.tell
            )
        }
        meter.clear()
        switch result {
        case .stopped(let run, let reason):
            throw Failure(
                .storage,
                "The run \(run) stopped: \(reason). Nothing was decided; what it found so far: holdfast probe --show \(run)"
            )
        case .decided(let certificate, let found):
            try tell(certificate, found, made, station)
            return certificate
        }
    }

    private func tell(
        _ certificate: Certificate,
        _ findings: [Finding],
        _ made: RunMaker.Made,
        _ station: ProbeStation
    ) throws {
        let report = try RunReport(
            of: try station.store.run(made.plan.id),
            in: station.store,
            probes: Dictionary(made.probes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
            confidence: .ninetyFive,
            showsTexts: reports.showTexts
        )
        try reports.write(report)
        let found = findings.isEmpty ? "" : "\n\n\(RunView.table(findings))"
        show(
            output,
            json: .object(
                ("certificate", RunView.json(certificate)),
                ("findings_made", .array(findings.map { RunView.json($0) })),
                ("run", RunView.json(report))
            ),
            table: RunView.table(certificate) + found
        )
    }
}
