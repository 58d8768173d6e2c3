import ArgumentParser
import Control
import Foundation
import JSON
import Probing
import Relay
import Settings
import Statistics
import Storage
import UnixSignals

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Try to break a model or route with packs of probes, and count honestly.",
        discussion: """
            A probe is an attack on a goal, judged by a detector that is exact wherever that can be: a secret drawn anew for each trial \
            either stands in the answer, in whatever encoding, or it does not. What cannot be judged counts as nothing and is shown \
            apart. Trials go through the gateway's own path, in this process; no server is needed, and one that runs is not disturbed. \
            With --server the running one makes the run, and goes on with it when it is started again.

            A run that is interrupted, or reaches a ceiling, is gone on with by --resume: no trial is made twice. Ceilings that are \
            named then take the place of its own. Nothing is decided here: `holdfast certify` does that.

            Examples:
              holdfast probe sonnet --pack leak-core --trials 300
              holdfast probe support                          a route, as its callers get it
              holdfast probe sonnet --budget 200000 --html report.html --sarif report.sarif
              holdfast probe sonnet --server --detach
              holdfast probe --list
              holdfast probe --resume run_mhx3k2a9
              holdfast probe --show run_mhx3k2a9 --json

            Exit code 0 when the run came to its end, whatever it found; 1 when nothing could be tried; 3 when it stopped before: the target \
            does not answer, a ceiling is reached, or somebody interrupted it.
            """
    )

    @Argument(help: "A model or route of the settings; `model:NAME` or `route:NAME` where both have the name.")
    var target: String?

    @Option(help: "A pack; may be repeated. Default: leak-core, injection-core, output-core and usability.")
    var pack: [String] = []

    @Option(help: "Trials of each pack. Default: as many as the pack says.")
    var trials: Int?

    @Option(help: "Only probes whose id begins so, such as leak-core/clear; may be repeated.")
    var only: [String] = []

    @Flag(help: "List the runs that there are.")
    var list = false

    @Option(help: "Go on with this run.")
    var resume: String?

    @Option(help: "Show this run again, and write its reports.")
    var show: String?

    @Option(help: "Pause this run of the running server.")
    var pause: String?

    @OptionGroup(title: "Trials") var run: RunOptions
    @OptionGroup(title: "Reports") var reports: ReportOptions
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        let ways = [target != nil, list, resume != nil, show != nil, pause != nil].filter { $0 }.count
        guard ways == 1 else {
            throw ValidationError("Name a model or route, or one of --list, --resume, --show and --pause.")
        }
        try reports.check(with: output, isDetached: run.detach)
        if let twice = RunOrder.repeated(pack) {
            throw ValidationError(
                "--pack names \(twice) twice: a pack is tried once. --trials says how many trials of it are made."
            )
        }
        if let trials, !(1...SampleSize.most).contains(trials) {
            throw ValidationError("--trials lies between 1 and \(SampleSize.most).")
        }
    }

    func run() async throws {
        try await reporting(output) {
            try reports.checkFolders()
            let settings = try source.load().settings
            if list || show != nil {
                let store = ProbeStore(try Desk.records(settings))
                if list { return printRuns(try store.runs(limit: 100)) }
                let known = try store.run(show ?? "")
                let gate = try Desk.existingLedger(settings).refresh().gate
                return try print(known, store, try RunMaker(PackShelf(settings)).probes(of: known.plan), gate)
            }
            if let pause { return try pauseRun(pause, settings) }
            if run.server { return try await followServer(settings) }
            let station = try await ProbeStation(settings)
            let outcome = await Result.of { try await work(station) }
            await station.stop()
            try outcome.get()
        }
    }

    private var order: RunOrder {
        run.order(
            .probe(target ?? "", packs: pack.isEmpty ? RunOrder.usualPacks : pack, trials: trials, only: only)
        )
    }

    private func work(_ station: ProbeStation) async throws {
        let job: RunJob
        if let resume {
            if try station.bench.store.run(resume).plan.purpose.certifying != nil {
                throw Failure(
                    .failed,
                    "The run \(resume) decides on a certificate: `holdfast certify --resume \(resume)`."
                )
            }
            job = try await RunJob(resuming: resume, on: station.bench, ceilings: run.ceilings(over:))
        } else {
            job = try await RunJob(order, by: try station.actor(), on: station.bench)
        }
        let meter = RunMeter(job.made.plan)
        let ending = try await interruptible { try await job.run(meter.tell) }
        meter.clear()
        let made = job.made
        try print(try station.bench.store.run(made.plan.id), station.bench.store, made.probes)
        if case .stopped(let reason) = ending { throw stop(made.plan.id, reason) }
    }

    private func followServer(_ settings: Settings) async throws {
        let client = try RunClient(settings)
        let id =
            try resume.map { try client.resume($0, run.ceilings(over: .init()), named: run.namedCeilings) }
            ?? client.start(order)
        let store = ProbeStore(try Desk.records(settings))
        if run.detach { return holdfast.show(output, json: .object(("run", .string(id))), table: id) }
        let meter = RunMeter(try store.run(id).plan)
        try await client.follow(id, meter.tell)
        meter.clear()
        let ended = try store.run(id)
        try print(ended, store, try RunMaker(PackShelf(settings)).probes(of: ended.plan))
        if ended.state != .finished { throw stop(id, ended.note) }
    }

    private func stop(_ id: String, _ reason: String) -> ExitCode {
        complain(
            "the run stopped: \(reason). Go on with: holdfast probe --resume \(id)\(run.server ? " --server" : "")"
        )
        return ExitCode(3)
    }

    private func pauseRun(_ id: String, _ settings: Settings) throws {
        try RunClient(settings).pause(id)
        holdfast.show(
            output,
            json: .object(("run", .string(id)), ("pausing", .bool(true))),
            table: "\(id) is paused after the requests under way. Go on with: holdfast probe --resume \(id) --server"
        )
    }

    /// - Parameter gate: what was confirmed, where it could be.
    private func print(
        _ run: ProbeStore.Run,
        _ store: ProbeStore,
        _ probes: [Probe],
        _ gate: GateState = GateState()
    ) throws {
        var report = try RunReport(run.plan.id, in: store, probes: probes, showsTexts: reports.showTexts)
        report.findings = gate.confirmed(by: run.plan.id)
        try reports.write(report)
        if !reports.takeStandardOutput {
            holdfast.show(output, json: RunView.json(report), table: RunView.table(report))
        }
    }

    private func printRuns(_ runs: [ProbeStore.Run]) {
        holdfast.show(output, json: RunView.json(runs), table: RunView.table(runs))
    }
}

/// As shells say of who was interrupted.
private let interrupted: Int32 = 130

/// Work that the first interrupt stops in good order; a second one ends the process at once.
func interruptible<Made: Sendable>(_ work: @escaping @Sendable () async throws -> Made) async throws -> Made {
    // Caught before anything is begun: what is under way must not be ended without a word.
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let task = Task { try await work() }
    let watch = Task {
        for await _ in signals {
            if task.isCancelled { _exit(interrupted) }
            complain(
                "stopping after the requests under way, which have \(ProbeTarget.parting.components.seconds) s to be answered: what is not "
                    + "is asked again when the run goes on. Interrupt once more to end this at once."
            )
            task.cancel()
        }
    }
    defer { watch.cancel() }
    return try await task.value
}

extension Result where Failure == any Error {
    static func of(_ work: () async throws -> Success) async -> Result {
        do { return .success(try await work()) } catch { return .failure(error) }
    }
}
