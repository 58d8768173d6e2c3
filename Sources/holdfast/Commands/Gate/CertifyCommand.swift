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
              holdfast certify --resume run_mhx3k2a9

            Exit code 0 certified, 1 refused, 2 not enough to say, 3 it could not be found out: wrong settings, a target that does not \
            answer, a ceiling that was reached.
            """
    )

    @Argument(help: "A model of the settings.")
    var model: String?

    @Option(help: "A policy of the settings.")
    var policy: String?

    @Option(help: "Go on with this run instead, under its own terms.")
    var resume: String?

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

    func validate() throws {
        guard (model != nil && policy != nil) != (resume != nil) else {
            throw ValidationError("Name a model and --policy, or a run by --resume.")
        }
        try reports.check(with: output, isDetached: run.detach)
        if let twice = RunOrder.repeated(finding) { throw ValidationError("--finding names \(twice) twice.") }
        if resume != nil, model != nil || policy != nil || recall != nil || !finding.isEmpty || noConfirm {
            throw ValidationError("A run that is gone on with keeps its terms: --resume stands alone.")
        }
    }

    func run() async throws {
        var decided: Certificate?
        do {
            try await reporting(output) { decided = try await decide() }
        } catch {
            throw Self.infrastructure
        }
        if run.detach { return }
        switch decided?.outcome {
        case .certified: return
        case .refused: throw ExitCode(1)
        case .inconclusive: throw ExitCode(2)
        case nil: throw Self.infrastructure
        }
    }

    private func decide() async throws -> Certificate? {
        try reports.checkFolders()
        let settings = try source.load().settings
        if run.server { return try await followServer(settings) }
        let station = try await ProbeStation(settings)
        let outcome = await Result.of { try await certify(station) }
        await station.stop()
        return try outcome.get()
    }

    private var order: RunOrder {
        run.order(
            .certify(model ?? "", policy: policy ?? "", recall: recall, findings: finding, confirms: !noConfirm)
        )
    }

    private func certify(_ station: ProbeStation) async throws -> Certificate {
        let job =
            if let resume {
                try await RunJob(resuming: resume, on: station.bench, ceilings: run.ceilings(over:))
            } else {
                try await RunJob(order, by: try station.actor(), on: station.bench)
            }
        guard job.made.plan.purpose.certifying != nil else { throw Self.noCertificate(job.made.plan.id) }
        let meter = RunMeter(job.made.plan)
        let end = try await interruptible { try await job.run(meter.tell) }
        meter.clear()
        let id = job.made.plan.id
        guard case .decided(let certificate, let findings, let unconfirmed) = end else {
            guard case .stopped(let reason) = end else { throw Self.noCertificate(id) }
            try reports.write(report(id, station.bench.store, station.bench.shelf, GateState()))
            throw stopped(id, reason)
        }
        let gate = try station.bench.desk.refresh().gate
        try tell(certificate, findings, report(id, station.bench.store, station.bench.shelf, gate))
        if let unconfirmed { complain(unconfirmedWords(id, unconfirmed)) }
        return certificate
    }

    /// - Returns: nil: it goes on without us.
    private func followServer(_ settings: Settings) async throws -> Certificate? {
        let client = try RunClient(settings)
        let id =
            try resume.map { try client.resume($0, run.ceilings(over: .init()), named: run.namedCeilings) }
            ?? client.start(order)
        if run.detach {
            show(output, json: .object(("run", .string(id))), table: id)
            return nil
        }
        let store = ProbeStore(try Desk.records(settings))
        let meter = RunMeter(try store.run(id).plan)
        try await client.follow(id, meter.tell)
        meter.clear()
        let gate = try Desk.existingLedger(settings).refresh().gate
        guard let certificate = gate.certificate(of: id) else {
            try reports.write(report(id, store, PackShelf(settings), gate))
            throw stopped(id, try store.run(id).note)
        }
        try tell(certificate, gate.findings(of: id), report(id, store, PackShelf(settings), gate))
        return certificate
    }

    private static func noCertificate(_ id: String) -> Failure {
        Failure(.failed, "The run \(id) decides on no certificate. Go on with it by: holdfast probe --resume \(id)")
    }

    private func stopped(_ id: String, _ reason: String) -> Failure {
        Failure(
            .stopped,
            "The run \(id) stopped: \(reason). Nothing was decided; what it found so far: holdfast probe --show \(id). Go on with: \(again(id))"
        )
    }

    private func unconfirmedWords(_ id: String, _ reason: String) -> String {
        "what hit was not tried again to the end: \(reason). Go on with: \(again(id))"
    }

    private func again(_ id: String) -> String { "holdfast certify --resume \(id)\(run.server ? " --server" : "")" }

    private func tell(_ certificate: Certificate, _ findings: [Finding], _ report: RunReport) throws {
        let found = findings.isEmpty ? "" : "\n\n\(RunView.table(findings))"
        if !reports.takeStandardOutput {
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
        // What was decided is told first: no full disk takes that away.
        try reports.write(report)
    }

    private func report(_ id: String, _ store: ProbeStore, _ shelf: PackShelf, _ gate: GateState) throws -> RunReport {
        let probes = try RunMaker(shelf).probes(of: store.run(id).plan)
        var report = try RunReport(id, in: store, probes: probes, showsTexts: reports.showTexts)
        report.findings = gate.confirmed(by: id)
        return report
    }
}
