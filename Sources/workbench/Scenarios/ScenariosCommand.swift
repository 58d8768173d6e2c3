import ArgumentParser
import Dialects
import Domain
import Foundation
import HoldfastTesting
import JSON

struct ScenariosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios",
        abstract: "Plays failures of providers and judges what an application gets.",
        discussion: """
            Starts the built binary before two scripted providers, a sick one and a substitute, for each dialect, plain and
            streamed. Each line is judged from three sides: the client's bytes, the providers' own logs, the journal.
            Exit code 1 when a scenario fails.
            """
    )

    @Option(help: "What is judged: holdfast, nginx, or direct (no gateway at all).")
    var subject = Subject.holdfast

    @Option(help: "The binary to start. Default: `holdfast` beside this program.")
    var binary: String?

    @Option(help: "Only these, separated by commas: S01,S04.")
    var only: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let wanted = only.map { Set($0.uppercased().split(separator: ",").map(String.init)) }
        let chosen = Scenario.all.filter { wanted?.contains($0.number) ?? true }
        guard !chosen.isEmpty, wanted.map({ $0.count == chosen.count }) ?? true else {
            throw ValidationError("--only names scenarios of: \(Scenario.all.map(\.number).joined(separator: ", ")).")
        }
        let binary = try subject == .holdfast ? binary ?? GatewayProcess.binary() : nil
        if !json { Report.line(Self.line("", "scenario", "expected", "", "seen")) }
        var results: [ScenarioResult] = []
        for scenario in chosen {
            let result = await play(scenario, binary: binary)
            results.append(result)
            if !json { tell(result) }
        }
        let failed = results.count { !$0.passed }
        if json {
            Report.line(Self.json(results))
        } else {
            Report.line("scenarios: \(results.count - failed) passed, \(failed) failed")
        }
        if failed > 0 { throw ExitCode.failure }
    }

    // MARK: Playing

    private func play(_ scenario: Scenario, binary: String?) async -> ScenarioResult {
        let judge = Judge()
        do {
            let sick = try await ScriptedProvider.start()
            let well = try await ScriptedProvider.start(.good(Stage.wellText))
            try await withSubject(sick, well, binary) { port, gateway in
                for dialect in Dialect.allCases {
                    for isStream in [false, true] {
                        try await scenario.play(
                            Stage(
                                subject: subject,
                                sick: sick,
                                well: well,
                                port: port,
                                gateway: gateway,
                                dialect: dialect,
                                isStream: isStream,
                                judge: judge
                            )
                        )
                    }
                }
            }
            await sick.stop()
            await well.stop()
        } catch {
            judge.expect(false, "\(error)")
        }
        return ScenarioResult(
            scenario: scenario,
            seen: judge.seen.joined(separator: "; "),
            problems: judge.problems
        )
    }

    private func withSubject(
        _ sick: ScriptedProvider,
        _ well: ScriptedProvider,
        _ binary: String?,
        _ body: (Int, GatewayProcess?) async throws -> Void
    ) async throws {
        switch subject {
        case .direct: try await body(sick.port, nil)
        case .holdfast:
            try await GatewayProcess.with(GatewaySettings(["sick": sick, "well": well]), binary: binary) { gateway in
                try await body(gateway.servicePort, gateway)
            }
        case .nginx:
            let nginx = try await NginxProcess.start(sick: sick.port, well: well.port)
            defer { nginx.process.signal(15) }
            try await body(nginx.port, nil)
        }
    }

    // MARK: Telling

    private func tell(_ result: ScenarioResult) {
        let scenario = result.scenario
        let verdict = result.passed ? "pass" : "fail"
        Report.line(Self.line(scenario.number, scenario.title, scenario.expected, verdict, result.seen))
        for problem in result.problems { Report.line("       - \(problem)") }
    }

    private static func line(_ parts: String...) -> String {
        let widths = [4, 32, 31, 5, 0]
        let padded = zip(parts, widths).map { part, width in
            part + String(repeating: " ", count: max(0, width - part.count))
        }
        return padded.joined(separator: " ").trimmingCharacters(in: .newlines)
    }

    private static func json(_ results: [ScenarioResult]) -> String {
        let value = JSONValue.object(
            (
                "scenarios",
                .array(
                    results.map { result in
                        .object(
                            ("number", .string(result.scenario.number)),
                            ("title", .string(result.scenario.title)),
                            ("expected", .string(result.scenario.expected)),
                            ("seen", .string(result.seen)),
                            ("passed", .bool(result.passed)),
                            ("problems", .array(result.problems.map { .string($0) }))
                        )
                    }
                )
            )
        )
        return value.indented
    }
}
