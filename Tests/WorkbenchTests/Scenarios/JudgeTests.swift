import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

@testable import workbench

/// Each test shows the judge an honest case, which it must pass, and then that case with one lie in it.
@Suite("The judge of the scenarios")
struct JudgeTests {
    private func problems(_ form: Form, _ judge: (Judge, Stage) -> Void) async throws -> [String] {
        let book = Judge()
        judge(book, try await Samples.stage(form, book))
        return book.problems
    }

    // MARK: Interruptions

    private func interrupted(_ dialect: Dialect, _ edit: (inout Observation) -> Void = { _ in }) async throws
        -> [String]
    {
        var seen = Samples.interrupted(dialect)
        // The stage has no gateway, and the models no other names than the route's.
        let shown = BrokenStream.shown(words: Samples.words, dialect, model: "support")
        seen.answer = .streamed(shown.joined() + Samples.errorEvent(dialect), isComplete: false)
        edit(&seen)
        let observation = seen
        return try await problems(Form(dialect, stream: true)) {
            $0.expectInterrupted(observation, shown: shown, on: $1)
        }
    }

    @Test("passes an interruption that is told and broken off", arguments: Dialect.allCases)
    func honest(dialect: Dialect) async throws {
        #expect(try await interrupted(dialect).isEmpty)
    }

    @Test("fails a truncated stream that looks complete", arguments: Dialect.allCases)
    func truncated(dialect: Dialect) async throws {
        let shown = BrokenStream.shown(words: Samples.words, dialect, model: "support").joined()
        #expect(try await !interrupted(dialect) { $0.answer = .streamed(shown, isComplete: true) }.isEmpty)
        let ended = GoodAnswer("x").frames(dialect, model: "support").last ?? ""
        #expect(try await !interrupted(dialect) { $0.answer = .streamed(shown + ended, isComplete: true) }.isEmpty)
    }

    @Test(
        "fails a missing error event, a second one, one without a message, and a clean end",
        arguments: Dialect.allCases
    )
    func untold(dialect: Dialect) async throws {
        let shown = BrokenStream.shown(words: Samples.words, dialect, model: "support").joined()
        let event = Samples.errorEvent(dialect)
        for (body, isComplete) in [
            (shown, false), (shown + event + event, false), (shown + event, true),
            (shown + event.replacing("it stopped", with: ""), false),
        ] {
            #expect(
                try await !interrupted(dialect) { $0.answer = .streamed(body, isComplete: isComplete) }.isEmpty,
                "\(body.suffix(200)), \(isComplete)"
            )
        }
        // Told, but the client is left with an open connection.
        #expect(try await !interrupted(dialect) { $0.isEnded = false }.isEmpty)
    }

    /// Chat Completions takes Anthropic's event for its own: its clients look for `error` alone.
    @Test(
        "fails the error event of another dialect",
        arguments: [
            (Dialect.messages, Dialect.chatCompletions), (.messages, .responses), (.responses, .chatCompletions),
            (.responses, .messages), (.chatCompletions, .responses),
        ]
    )
    func foreign(dialect: Dialect, other: Dialect) async throws {
        let shown = BrokenStream.shown(words: Samples.words, dialect, model: "support").joined()
        let body = shown + Samples.errorEvent(other)
        #expect(try await !interrupted(dialect) { $0.answer = .streamed(body, isComplete: false) }.isEmpty)
    }

    @Test("fails shown content that is changed, doubled or lost", arguments: Dialect.allCases)
    func touched(dialect: Dialect) async throws {
        let frames = BrokenStream.shown(words: Samples.words, dialect, model: "support")
        let event = Samples.errorEvent(dialect)
        for body in [
            frames.joined().replacing("first", with: "other"), frames.joined() + (frames.last ?? ""),
            frames.dropLast().joined(), frames.joined() + "data: {\"ha",
        ] {
            #expect(try await !interrupted(dialect) { $0.answer = .streamed(body + event, isComplete: false) }.isEmpty)
        }
    }

    /// In translation the frames are others: only their words can be compared.
    @Test("fails words that are changed or lost in translation", arguments: Form.translated)
    func translated(form: Form) async throws {
        let shown = BrokenStream.shown(words: Samples.words, form.upstream, model: "support")
        func told(_ frames: [String]) async throws -> [String] {
            var seen = Samples.interrupted(form.dialect)
            let body = frames.joined() + Samples.errorEvent(form.dialect)
            seen.answer = .streamed(body, isComplete: false)
            let observation = seen
            return try await problems(form) { $0.expectInterrupted(observation, shown: shown, on: $1) }
        }
        let frames = BrokenStream.shown(words: Samples.words, form.dialect, model: "support")
        #expect(try await told(frames).isEmpty)
        #expect(try await !told(frames.dropLast()).isEmpty)
        #expect(try await !told(frames.map { $0.replacing("first", with: "other") }).isEmpty)
    }

    @Test("fails a substitute that is asked behind shown words, and a sick provider that is asked twice")
    func askedAgain() async throws {
        #expect(try await !interrupted(.messages) { $0.entries[.well] = [.any] }.isEmpty)
        #expect(try await !interrupted(.messages) { $0.entries[.sick] = [.any, .any] }.isEmpty)
    }

    // MARK: Whole answers

    private func answered(_ form: Form, _ edit: @escaping (inout Observation) -> Void = { _ in }) async throws
        -> [String]
    {
        try await problems(form) { judge, stage in
            var seen = Samples.answered(on: stage)
            edit(&seen)
            judge.expectAnswer(seen, by: [.well], sickAtMost: 2, on: stage)
        }
    }

    @Test("passes a whole answer of the substitute", arguments: Form.all)
    func whole(form: Form) async throws {
        #expect(try await answered(form).isEmpty)
    }

    @Test("fails one that is cut, changed, of another status, or of somebody else", arguments: Form.all)
    func notWhole(form: Form) async throws {
        #expect(try await !answered(form) { $0.answer?.isComplete = false }.isEmpty)
        #expect(try await !answered(form) { $0.answer?.body.removeLast(3) }.isEmpty)
        #expect(try await !answered(form) { $0.answer?.body.append(0x20) }.isEmpty)
        #expect(try await !answered(form) { $0.answer?.startLine = "HTTP/1.1 500 Any" }.isEmpty)
        #expect(try await !answered(form) { $0.answer = nil }.isEmpty)
        let sick = GoodAnswer(Role.sick.text)
        let other =
            form.isStream
            ? sick.frames(form.dialect, model: "support").joined() : sick.plain(form.dialect, model: "support")
        #expect(try await !answered(form) { $0.answer?.body = Array(other.utf8) }.isEmpty)
    }

    @Test("fails a storm, and a sick provider that was never asked")
    func storm() async throws {
        let form = Form(.chatCompletions, stream: false)
        #expect(try await !answered(form) { $0.entries[.sick] = [.any, .any, .any] }.isEmpty)
        #expect(try await !answered(form) { $0.entries[.well] = [.any, .any] }.isEmpty)
        #expect(try await !answered(form) { $0.entries[.sick] = [] }.isEmpty)
    }

    // MARK: Refusals and errors

    @Test("fails a refusal that is changed or taken to the substitute")
    func refusals() async throws {
        let form = Form(.messages, stream: false)
        let body = Complaint.contentFilter.body(.messages)
        func passedOn(_ edit: @escaping (inout Observation) -> Void) async throws -> [String] {
            try await problems(form) { judge, stage in
                var seen = Observation(answer: .plain(400, body))
                seen.entries = [.sick: [.any]]
                edit(&seen)
                judge.expectPassedOn(seen, status: 400, body: body, outcome: "failed", on: stage)
            }
        }
        #expect(try await passedOn { _ in }.isEmpty)
        #expect(try await !passedOn { $0.entries[.well] = [.any] }.isEmpty)
        #expect(try await !passedOn { $0.entries[.sick] = [.any, .any] }.isEmpty)
        #expect(try await !passedOn { $0.answer = .plain(400, body + " ") }.isEmpty)
        #expect(try await !passedOn { $0.answer = .plain(503, body) }.isEmpty)
    }

    @Test("fails an error without a time to come back, of another status, in another shape, or that is not whole")
    func errors() async throws {
        func told(_ seen: Observation) async throws -> [String] {
            try await problems(Form(.messages, stream: true)) { $0.expectHonestError(seen, on: $1) }
        }
        #expect(try await told(Samples.refused(503)).isEmpty)
        #expect(try await !told(Samples.refused(503, retryAfter: false)).isEmpty)
        #expect(try await !told(Samples.refused(400)).isEmpty)
        #expect(try await !told(Samples.refused(200)).isEmpty)
        var cut = Samples.refused(503)
        cut.answer?.isComplete = false
        #expect(try await !told(cut).isEmpty)
        var page = Samples.refused(503)
        page.answer?.body = Array("<html>".utf8)
        #expect(try await !told(page).isEmpty)
        #expect(try await !told(Observation(isEnded: true)).isEmpty)
    }

    @Test("fails a journal that says something else or nothing")
    func journal() {
        for (record, isGood) in [
            (JSONValue.object(("outcome", .string("interrupted"))), true),
            (.object(("outcome", .string("completed"))), false), (nil, false),
        ] as [(JSONValue?, Bool)] {
            let judge = Judge()
            judge.expectRecord(Observation(record: record), outcome: "interrupted")
            #expect(judge.problems.isEmpty == isGood)
        }
    }
}
