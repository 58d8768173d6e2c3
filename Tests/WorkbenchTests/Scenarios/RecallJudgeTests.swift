import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

@testable import workbench

/// As in `JudgeTests`: an honest case, and then that case with one lie in it.
@Suite("The judge of recalls")
struct RecallJudgeTests {
    private static let recall = "HF-RC-2026-0001"

    private static func errorEvent(_ dialect: Dialect, names id: String = recall) -> String {
        Samples.errorEvent(dialect).replacing("it stopped", with: "ended by model_recalled (\(id))")
    }

    // MARK: One request

    private func problems(_ dialect: Dialect, _ edit: (inout Observation) -> Void = { _ in }) async throws -> [String] {
        let book = Judge()
        let stage = try await Samples.stage(Form(dialect, stream: true), book)
        var seen = Samples.interrupted(dialect)
        let shown = BrokenStream.shown(words: Samples.words, dialect, model: "support").joined()
        seen.answer = .streamed(shown + Self.errorEvent(dialect), isComplete: false)
        edit(&seen)
        book.expectRecalled(seen, by: Self.recall, words: Samples.words, on: stage)
        return book.problems
    }

    @Test(
        "passes an answer that was ended by the recall, and fails one that names another or none",
        arguments: Dialect.allCases
    )
    func named(dialect: Dialect) async throws {
        #expect(try await problems(dialect).isEmpty)
        let shown = BrokenStream.shown(words: Samples.words, dialect, model: "support").joined()
        for event in [Samples.errorEvent(dialect), Self.errorEvent(dialect, names: "HF-RC-2026-0002")] {
            #expect(try await !problems(dialect) { $0.answer = .streamed(shown + event, isComplete: false) }.isEmpty)
        }
        #expect(try await !problems(dialect) { $0.entries[.well] = [.any] }.isEmpty)
    }

    // MARK: A crowd

    private static let start = ContinuousClock.now

    private static func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    private func request(_ number: Int, from seconds: Int, _ answer: Message?, isEnded: Bool = false) -> CrowdRequest {
        var request = CrowdRequest(number: number)
        request.sentAt = Self.at(seconds)
        request.endedAt = Self.at(seconds + 1)
        request.answer = answer
        request.isEnded = isEnded
        return request
    }

    private func whole(_ number: Int, of role: Role, from seconds: Int) -> CrowdRequest {
        let form = CrowdRequest(number: number).form
        let answer = GoodAnswer(role.text)
        let message =
            form.isStream
            ? Message.streamed(answer.frames(form.dialect, model: "support").joined(), isComplete: true)
            : .plain(200, answer.plain(form.dialect, model: "support"))
        return request(number, from: seconds, message)
    }

    /// A stream of number 3 (Chat Completions) that was ended after two words.
    private func told(from seconds: Int, _ event: String = errorEvent(.chatCompletions), isComplete: Bool = false)
        -> CrowdRequest
    {
        let shown = BrokenStream.shown(words: 2, .chatCompletions, model: "support").joined()
        return request(3, from: seconds, .streamed(shown + event, isComplete: isComplete), isEnded: true)
    }

    /// The effect is at 10 s; with `away` the server was gone from 9 s to 12 s.
    private func problems(_ requests: [CrowdRequest], away: Bool = false) async throws -> [String] {
        let book = Judge()
        let stage = try await Samples.stage(Form(.chatCompletions, stream: false), book)
        let times = CrowdTimes(effect: Self.at(10), away: away ? Self.at(9)...Self.at(12) : nil)
        book.expectCrowd(requests, times, recall: Self.recall, on: stage)
        return book.problems
    }

    private var honest: [CrowdRequest] {
        [whole(0, of: .sick, from: 1), whole(1, of: .well, from: 11), whole(4, of: .well, from: 20), told(from: 8)]
    }

    @Test("passes whole answers and one that was told of")
    func crowd() async throws {
        #expect(try await problems(honest).isEmpty)
    }

    @Test("fails the recalled model's answer behind the effect, and an interruption of what began behind it")
    func late() async throws {
        #expect(try await !problems(honest + [whole(5, of: .sick, from: 11)]).isEmpty)
        #expect(try await !problems(honest.dropLast() + [told(from: 11)]).isEmpty)
    }

    @Test("fails what looks complete, is told cleanly, names no recall, or is an error")
    func wrong() async throws {
        for event in ["", Samples.errorEvent(.chatCompletions)] {
            #expect(try await !problems(honest.dropLast() + [told(from: 8, event, isComplete: event.isEmpty)]).isEmpty)
        }
        #expect(try await !problems(honest.dropLast() + [told(from: 8, isComplete: true)]).isEmpty)
        #expect(try await !problems(honest + [request(2, from: 3, .plain(503, #"{"error":{"message":"x"}}"#))]).isEmpty)
    }

    @Test("lets answers be lost only while the server was away")
    func lost() async throws {
        let broken = told(from: 8, "")
        #expect(try await !problems(honest.dropLast() + [broken]).isEmpty)
        #expect(try await problems(honest.dropLast() + [broken], away: true).isEmpty)
        for (seconds, isFine) in [(5, false), (9, true), (11, true), (12, false), (30, false)] {
            let problems = try await problems(honest + [request(2, from: seconds, nil)], away: true)
            #expect(problems.isEmpty == isFine, "\(seconds): \(problems)")
        }
    }

    @Test("a run in which one of the models never served has shown nothing")
    func idle() async throws {
        #expect(try await !problems([whole(0, of: .sick, from: 1)]).isEmpty)
        #expect(try await !problems([whole(0, of: .well, from: 11)]).isEmpty)
    }
}
