import ArgumentParser
import Domain
import HoldfastTesting

struct FuzzCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz",
        abstract: "Holds our parsers against other people's on bytes that are nearly right.",
        discussion: """
            Five questions in turn: requests and answers beside SwiftNIO's own codec, JSON beside Foundation's, streams cut
            anywhere beside streams in one piece, translations between all pairs of dialects. A failure is printed as hexadecimal with the seed of its case; exit code 1.
            To see it again: --only QUESTION --seed SEED --cases 1.
            """
    )

    @Option(help: "How long, all questions together.")
    var seconds = 30.0

    @Option(help: "Where to begin; the cases count up from it.")
    var seed: UInt64 = 1

    @Option(help: "Only one question: requests, answers, json, streams or translations.")
    var only: FuzzQuestion?

    @Option(help: "At most so many cases of each question.")
    var cases = Int.max

    func validate() throws {
        guard seconds > 0, seconds <= 86_400 else {
            throw ValidationError("--seconds must be more than 0, at most 86400.")
        }
    }

    func run() async throws {
        let chosen = only.map { [$0] } ?? FuzzQuestion.allCases
        var failures = 0
        let share = Duration.seconds(seconds / Double(chosen.count))
        for question in chosen {
            failures += examine(question, for: share)
        }
        Report.line("fuzz: \(failures) failed, from seed \(seed)")
        if failures > 0 { throw ExitCode.failure }
    }

    private func examine(_ question: FuzzQuestion, for limit: Duration) -> Int {
        switch question {
        case .requests: examine(RequestFuzz.self, for: limit)
        case .answers: examine(AnswerFuzz.self, for: limit)
        case .json: examine(JSONFuzz.self, for: limit)
        case .streams: examine(StreamFuzz.self, for: limit)
        case .translations: examineTranslations(for: limit)
        }
    }

    private func examineTranslations(for limit: Duration) -> Int {
        let summary = TranslationFuzz.run(seed: seed, deadline: .now + limit, most: cases)
        for failure in summary.failures { Report.line("translations, \(failure)") }
        Report.line(
            "translations: \(summary.cases) cases, \(summary.accepted) accepted here, \(summary.failures.count) failed"
        )
        return summary.failures.count
    }

    /// More failures of one question than these teach nothing new.
    private static let enough = 5

    private func examine<Target: FuzzTarget>(_ target: Target.Type, for limit: Duration) -> Int {
        let end = ContinuousClock.now + limit
        var count = 0
        var accepted = 0
        var failures = 0
        while count < cases, failures < Self.enough, count % 64 != 0 || ContinuousClock.now < end {
            let caseSeed = seed &+ UInt64(count)
            var source = SeededRandom(seed: caseSeed)
            let input = target.input(&source)
            let (problem, wasAccepted) = target.check(input, &source)
            count += 1
            accepted += wasAccepted ? 1 : 0
            guard let problem else { continue }
            failures += 1
            Report.line("\(target.question), seed \(caseSeed): \(problem)")
            Report.line("  \(input.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())")
        }
        Report.line("\(target.question): \(count) cases, \(accepted) accepted here, \(failures) failed")
        return failures
    }
}
