import Dialects
import Domain
import JSON

/// Throws conversations that are nearly right at all nine pairs of dialects: requests, answers and streams.
///
/// A crash or a hang ends the process, which is what it is there to find. What it can tell is returned: output that is
/// out of all proportion to its input, output that is no JSON, a stream that depends on how it was cut, or one whose end
/// its own dialect does not know.
package struct TranslationFuzz: Sendable {
    package struct Failure: Sendable, CustomStringConvertible {
        /// Runs the case again.
        package var seed: UInt64
        package var problem: String
        package var input: [UInt8]

        package var description: String {
            "seed \(seed): \(problem)\n  \(String(decoding: input.prefix(4096), as: UTF8.self))"
        }
    }

    /// What was done, so that a run whose inputs are all refused at once does not pass for a test.
    package struct Summary: Sendable {
        package var cases = 0
        package var accepted = 0
        package var failures: [Failure] = []
    }

    /// More failures than these teach nothing new.
    private static let enough = 5
    /// The longest that a case may take; one takes well under a millisecond in a release build.
    private static let patience = Duration.seconds(5)

    /// Cases from this seed on, until the time is over.
    package static func run(
        seed: UInt64,
        deadline: ContinuousClock.Instant,
        most: Int = .max
    ) -> Summary {
        var summary = Summary()
        while summary.cases < most, summary.failures.count < enough, ContinuousClock.now < deadline {
            let caseSeed = seed &+ UInt64(summary.cases)
            let start = ContinuousClock.now
            var attempt = TranslationFuzz(seed: caseSeed)
            attempt.examine()
            summary.cases += 1
            summary.accepted += attempt.wasAccepted ? 1 : 0
            if start.duration(to: .now) > patience { attempt.problem = attempt.problem ?? "it took too long" }
            if let problem = attempt.problem {
                let way = "\(attempt.source.rawValue) → \(attempt.target.rawValue)"
                summary.failures.append(Failure(seed: caseSeed, problem: "\(way), \(problem)", input: attempt.input))
            }
        }
        return summary
    }

    var maker: ConversationMaker
    let source: Dialect
    let target: Dialect
    var input: [UInt8] = []
    var wasAccepted = false
    var problem: String?

    /// Responses repeats the request in its answers.
    var options = AnswerOptions(idSeed: "seed", model: "coast-1", now: 1_764_000_000)

    private init(seed: UInt64) {
        maker = ConversationMaker(seed: seed, hasCustomTools: seed % 2 == 0)
        source = maker.random.pick(Dialect.allCases)
        target = maker.random.pick(Dialect.allCases)
        options.includesUsage = maker.random.chance(2)
        if maker.random.chance(2) { options.request = maker.request(model: "coast-1") }
    }

    private mutating func examine() {
        switch maker.random.below(4) {
        case 0: examineRequest()
        case 1: examineAnswer()
        case 2: examineError()
        default: examineStream()
        }
    }

    // MARK: Whole bodies

    private mutating func examineRequest() {
        let made = maker.request(model: maker.random.pick(["coast-1", "claude-sonnet-4-5", "claude-opus-5"]))
        var losses = LossReport(target: source)
        guard let body = try? source.profile.writeRequest(made, for: TargetTraits(), losses: &losses) else { return }
        guard let value = mutated(body.bytes) else { return }
        let unsealed = source.profile.removingSeals(from: value)
        if !source.profile.seals(in: unsealed).isEmpty, source == target { problem = "seals are left" }
        let limit = maker.random.maybe([0, 1, 512, 64_000])
        guard
            let translation = try? Translation(
                value,
                from: source,
                to: target,
                model: made.model,
                traits: TargetTraits(outputLimit: limit),
                isStrict: maker.random.chance(8)
            )
        else { return }
        wasAccepted = true
        expectProportion(translation.body.count)
        if (try? JSONValue(parsing: translation.body)) == nil { problem = "what goes up is no JSON" }
        if let header = translation.losses.headerValue, header.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E }) {
            problem = "the losses cannot stand in a header"
        }
    }

    private mutating func examineAnswer() {
        var losses = LossReport(target: source)
        let body = source.profile.writeAnswer(maker.answer(), options, losses: &losses)
        guard let value = mutated(body.bytes), let answer = try? source.profile.readAnswer(value) else { return }
        wasAccepted = true
        var lost = LossReport(target: target)
        let written = target.profile.writeAnswer(answer, options, losses: &lost)
        expectProportion(written.bytes.count)
        if (try? target.profile.readAnswer(written)) == nil {
            problem = "its own dialect does not read what was written"
        }
    }

    private mutating func examineError() {
        let error = UpstreamError(
            type: maker.text(),
            code: maker.text(),
            message: maker.text(),
            parameter: maker.text()
        )
        let body = source.profile.writeError(error, status: maker.random.pick([400, 429, 500, 529]), requestID: "r")
        guard let value = mutated(body.bytes) else { return }
        wasAccepted = true
        let written = target.profile.writeError(source.profile.readError(value), status: 500, requestID: "r")
        expectProportion(written.bytes.count)
    }

    private mutating func mutated(_ bytes: [UInt8]) -> JSONValue? {
        input = Mutation.apply(bytes, tokens: Mutation.jsonTokens, &maker.random)
        return try? JSONValue(parsing: input)
    }

    /// A body may grow by what the other dialect must say more often, and by no more.
    func isInProportion(_ count: Int) -> Bool { count <= 40 * input.count + 65_536 }

    mutating func expectProportion(_ count: Int) {
        if !isInProportion(count) { problem = "\(input.count) bytes became \(count)" }
    }
}
