import Domain
import HoldfastTesting
import Statistics
import Testing

@testable import Probing

@Suite("What live traffic shows")
struct LiveStreamsTests {
    private let lines: WatchLines

    /// Of two models, as the watch has them.
    init() throws {
        let budget = try #require(FleetBudget(daysBetweenFalseAlarms: 60, trialsPerDay: 80_000, streams: 8))
        lines = WatchLines(warn: budget.warn, act: budget.act)
    }

    private static func answer(
        failed: Bool = false,
        refused: Bool = false,
        truncated: Bool = false,
        microseconds: Int = 1000
    ) -> LiveAnswer {
        LiveAnswer(
            model: "opal",
            at: WatchSamples.now,
            failed: failed,
            refused: refused,
            truncated: truncated,
            microseconds: failed ? nil : microseconds
        )
    }

    /// After all that it learns from: one in a hundred fails, one in fifty is refused or cut, and they take 1 to 500 ms.
    private func learned(_ certificate: String? = "HF-CT-2027-0001") -> LiveStreams {
        var streams = LiveStreams(certificate: certificate)
        for number in 1...LiveStreams.learning * 2 {
            let answer =
                number % 100 == 0
                ? Self.answer(failed: true)
                : Self.answer(
                    refused: number % 50 == 1,
                    truncated: number % 50 == 2,
                    microseconds: 1000 * (number * 173 % 500 + 1)
                )
            let changes = streams.add(answer, lines)
            #expect(changes.isEmpty)
        }
        return streams
    }

    @Test("while it learns nothing alarms, whatever comes")
    func learning() {
        var streams = LiveStreams(certificate: nil)
        for number in 1..<LiveStreams.learning {
            let changes = streams.add(Self.answer(failed: number % 2 == 0, refused: true), lines)
            #expect(changes.isEmpty)
        }
        #expect(streams.streams.values.allSatisfy { $0.detector == nil } && streams.slow == nil)
        #expect(streams.streams[.errors]?.learned == Count(hits: 249, of: 499))
        #expect(streams.streams[.refusals]?.learned == Count(hits: 250, of: 250), "who failed did not refuse")
    }

    @Test("what is usual is the upper bound of what it saw, and slow what lies above the 95th percentile")
    func usual() throws {
        let streams = learned()
        #expect((470_000...480_000).contains(streams.slow ?? 0))
        let confidence = try #require(Confidence(0.99))
        for (kind, hits) in [(LiveStreams.Kind.errors, 5), (.refusals, 10), (.truncation, 10)] {
            let stream = try #require(streams.streams[kind])
            #expect(stream.learned.scored == LiveStreams.learning && abs(stream.learned.hits - hits) <= 1)
            let bound = ClopperPearson.upperBound(stream.learned, confidence: confidence)
            #expect(stream.detector?.baseline == bound)
        }
        let latency = try #require(streams.streams[.latency])
        #expect(latency.learned.scored == 500 && (23...25).contains(latency.learned.hits))
    }

    @Test(
        "each trouble alarms on its own stream, and acts once however long it lasts",
        arguments: [
            (LiveStreams.Kind.errors, Self.answer(failed: true)), (.refusals, Self.answer(refused: true)),
            (.truncation, Self.answer(truncated: true)), (.latency, Self.answer(microseconds: 900_000)),
        ]
    )
    func trouble(kind: LiveStreams.Kind, answer: LiveAnswer) {
        var (streams, changes) = (learned(), [LiveStreams.Change]())
        for _ in 0..<200 { changes += streams.add(answer, lines) }
        // So much of it may leap over the warning.
        #expect(changes.last?.isLevel(kind, .act) == true && changes.dropLast().allSatisfy { $0.isLevel(kind, .warn) })
        #expect(changes.count <= 2)
        #expect(kind.stream == "live:\(kind.rawValue)" && (streams.streams[kind]?.hits ?? 0) >= 200)
    }

    @Test("usual traffic alarms at nothing, and a rate a little above what was usual is noticed")
    func rates() {
        var random = SeededRandom(seed: 5)
        var streams = learned()
        func changes(_ count: Int, failing: Int) -> [LiveStreams.Change] {
            (0..<count).flatMap { _ in
                streams.add(Self.answer(failed: random.chance(failing, in: 1000), microseconds: 200_000), lines)
            }
        }
        let (usual, more) = (changes(3000, failing: 10), changes(3000, failing: 150))
        #expect(usual.isEmpty && more.contains { $0.isLevel(.errors, .act) })
    }

    @Test(
        "trouble is over after some 300 calm answers, however long it lasted, and may come again",
        arguments: [20, 500, 5000]
    )
    func calm(lasting: Int) throws {
        var streams = learned()
        func calmAfter() throws -> Int {
            for _ in 0..<lasting { _ = streams.add(Self.answer(failed: true), lines) }
            for number in 1...3000 where streams.add(Self.answer(), lines).contains(.calm(.errors)) { return number }
            throw WatchSamples.Missing()
        }
        // Before the 300 the last evidence wears off; what was heaped up meanwhile does not count.
        let first = try calmAfter()
        #expect((290..<2000).contains(first))
        #expect(streams.streams[.errors]?.told == .calm && streams.streams[.errors]?.sinceAlarm == nil)
        let second = try calmAfter()
        #expect((290..<2000).contains(second), "it alarms again, and is over again")
    }

    @Test("as text it is the same at every point, and alarms at the same answer")
    func text() throws {
        var random = SeededRandom(seed: 9)
        var (streams, cut) = (LiveStreams(certificate: "HF-CT-2027-0001"), LiveStreams(certificate: "HF-CT-2027-0001"))
        var all: [LiveStreams.Change] = []
        for number in 0..<3000 {
            let answer = Self.answer(
                failed: random.chance(number < 2000 ? 5 : 60, in: 100),
                refused: random.chance(3, in: 100),
                truncated: random.chance(2, in: 100),
                microseconds: 1000 + random.below(100_000)
            )
            let changes = streams.add(answer, lines)
            if number % 37 == 0 { cut = try #require(LiveStreams(text: cut.text)) }
            let again = cut.add(answer, lines)
            try #require(again == changes && cut == streams)
            all += changes
        }
        #expect(all.contains { $0.isLevel(.errors, .act) })
        #expect(LiveStreams(text: LiveStreams(certificate: nil).text) == LiveStreams(certificate: nil))
    }

    @Test(
        "a text that is none is none",
        arguments: [
            ("\"version\":1", "\"version\":9"), ("\"kind\":\"errors\"", "\"kind\":\"moods\""),
            ("\"learned\":500", "\"learned\":1"), ("\"detector\":[\"", "\"detector\":[\"ff\",\""),
        ]
    )
    func unreadable(part: String, instead: String) {
        let text = learned().text
        #expect(text.contains(part) && LiveStreams(text: text.replacing(part, with: instead)) == nil)
        #expect(LiveStreams(text: "") == nil && LiveStreams(text: "{}") == nil)
    }
}

extension LiveStreams.Change {
    func isLevel(_ kind: LiveStreams.Kind, _ level: WatchStream.Level) -> Bool {
        guard case .level(kind, level, let judged) = self else { return false }
        // At the line it has all that brought it there.
        return judged.trials > 0 && (1...judged.trials).contains(judged.hits) && judged.evidence > 0
    }
}
