import ArgumentParser
import Foundation
import HoldfastTesting

struct ScenariosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios",
        abstract: "Plays failures of providers and judges what an application gets.",
        discussion: """
            Starts the built binary before scripted providers, a sick one and substitutes, for each dialect, plain and
            streamed. Each line is judged from three sides: the client's bytes, the providers' own logs, the journal.
            docs/scenarios.md tells what each scenario plays. Exit code 1 when a scenario fails.
            """
    )

    @Option(help: "What is judged: holdfast, nginx, or direct (no gateway at all).")
    var subject = Subject.holdfast

    @Option(help: "The binary to start. Default: `holdfast` beside this program.")
    var binary: String?

    @Option(help: "Only these, separated by commas: S01,S04.")
    var only: String?

    @Option(help: "Not these.")
    var except: String?

    @Option(help: "How many are played at once where nothing is measured. Default: 4 gateways, or 12 without any.")
    var jobs: Int?

    @Flag(help: "Only list the scenarios.")
    var list = false

    @Flag(help: "Print JSON.")
    var json = false

    /// Set by S21 when it starts this program again in a network of its own.
    @Option(help: .hidden)
    var part: String?

    func validate() throws {
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs must lie between 1 and 64.") }
    }

    func run() async throws {
        let scenarios = try chosen()
        if list {
            Report.line(
                json ? ScenarioTable.json(scenarios) : scenarios.map(ScenarioTable.line).joined(separator: "\n")
            )
            return
        }
        let run = try await prepare(scenarios)
        if !json { Report.line(ScenarioTable.head) }
        let results = await run.play(scenarios) { result in
            if !json { for line in ScenarioTable.lines(result) { Report.line(line) } }
        }
        Report.line(json ? ScenarioTable.json(results) : ScenarioTable.summary(results))
        if results.contains(where: { $0.verdict == .fail }) { throw ExitCode.failure }
    }

    private func chosen() throws -> [Scenario] {
        let wanted = try Self.numbers(only)
        let unwanted = try Self.numbers(except) ?? []
        let chosen = Scenario.all.filter { (wanted?.contains($0.number) ?? true) && !unwanted.contains($0.number) }
        guard !chosen.isEmpty else { throw ValidationError("--except leaves nothing of --only.") }
        return chosen
    }

    private static func numbers(_ list: String?) throws -> Set<String>? {
        guard let list else { return nil }
        let numbers = Set(list.uppercased().split(separator: ",").map(String.init))
        let known = Scenario.all.map(\.number)
        guard !numbers.isEmpty, numbers.isSubset(of: known) else {
            throw ValidationError("--only and --except name scenarios of: \(known.joined(separator: ", ")).")
        }
        return numbers
    }

    private func prepare(_ scenarios: [Scenario]) async throws -> ScenarioRun {
        var binary: String?
        var vocabulary = Vocabulary()
        if subject == .holdfast {
            let found = try self.binary ?? GatewayProcess.binary()
            // Commands that look into the journal are run from the same build as the server.
            setenv("HOLDFAST_BINARY", found, 1)
            let knobs = scenarios.flatMap(\.parts).flatMap(\.settings.knobs)
            vocabulary = try await Vocabulary.of(found, Set(knobs))
            binary = found
        }
        return ScenarioRun(
            subject: subject,
            binary: binary,
            vocabulary: vocabulary,
            width: jobs ?? (subject == .holdfast ? 4 : 12),
            part: part
        )
    }
}
