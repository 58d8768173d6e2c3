import Control
import Domain
import HoldfastTesting
import Testing

@testable import Probing

@Suite("Who a watched model is")
struct WatcherIdentityTests {
    private static let start = WatchBench.start
    private static let day = WatchBench.day
    private static let hour = WatchBench.hour
    private static let certificate = "HF-CT-2027-0001"

    /// Answers the fixed questions, each in its way.
    private static func speaking(_ way: String) -> FakeTarget {
        FakeTarget { .says($0.isTrial ? "No." : "\(way) \($0.said)", model: "opal-2") }
    }

    /// A certified model whose behaviour is known.
    private static func known() async throws -> WatchBench {
        let bench = try WatchBench(serve: "[opal]")
        bench.answer("opal", speaking("Yes:"))
        try await bench.certify("opal")
        try await bench.run(bench.watcher(), until: start + hour)
        return bench
    }

    /// Goes to the moment at which the model is next asked who it is, and a millisecond on.
    private static func untilAsked(_ bench: WatchBench, _ watcher: Watcher) async throws {
        let before = try await watcher.model("opal").lookedAt
        while try await watcher.model("opal").lookedAt == before {
            try await bench.run(watcher, until: bench.clock.value + hour / 12)
        }
    }

    @Test("one that answers otherwise is looked at at once, and loses its certificate when that is seen an hour later")
    func changed() async throws {
        let bench = try await Self.known()
        bench.answer("opal", Self.speaking("Of course!"))
        var watcher = bench.watcher()
        try await Self.untilAsked(bench, watcher)
        let first = try #require(try await watcher.model("opal").lookedAt)
        #expect(try bench.standing("opal") == .valid(id: Self.certificate, until: Self.start + 30 * Self.day))
        #expect(try bench.alarms(.servedModel).isEmpty)
        let asked = try #require(bench.targets.value["opal"]).asked.value.filter(\.isTrial).count
        #expect(asked >= 60, "it was looked at closely")
        // What was seen survives the process.
        watcher = bench.watcher()
        try await bench.run(watcher, until: first + Self.hour - 1)
        #expect(try bench.alarms(.servedModel).isEmpty)
        try await bench.run(watcher, until: first + 3 * Self.hour)
        #expect(try bench.standing("opal") == .void(id: Self.certificate))
        let alarm = try #require(try bench.alarms(.servedModel).first)
        #expect(alarm.at >= first + Self.hour && alarm.alarm.level == .act)
        #expect(alarm.alarm.certificate == Self.certificate && alarm.alarm.model == "opal")
        try await bench.run(watcher, until: bench.clock.value + 2 * Self.day)
        #expect(try bench.alarms(.servedModel).count == 1, "from then on it is the one that is known")
        #expect(try bench.findings().isEmpty && bench.alarms(.weakness).isEmpty && bench.alarms(.measurement).isEmpty)
        // For want of a certificate the ceiling stands in, and the pack is tried anew.
        let stream = try #require(try await watcher.status().places.flatMap(\.streams).first)
        #expect(stream.baseline == .init(certificate: nil, packHash: stream.baseline.packHash, rate: 50_000))
        #expect(stream.scored > 10)
    }

    @Test("one that answered otherwise for less than an hour keeps its certificate, and nobody is told")
    func chance() async throws {
        let bench = try await Self.known()
        bench.answer("opal", Self.speaking("Of course!"))
        let watcher = bench.watcher()
        try await Self.untilAsked(bench, watcher)
        #expect(try await watcher.model("opal").sight != nil)
        bench.answer("opal", Self.speaking("Yes:"))
        try await bench.run(watcher, until: bench.clock.value + 2 * Self.day)
        #expect(try await watcher.model("opal").sight == nil && bench.state().watch.alarms.isEmpty)
        #expect(try bench.standing("opal") == .valid(id: Self.certificate, until: Self.start + 30 * Self.day))
    }

    @Test("asked so soon again for another reason it shows nothing new")
    func soon() async throws {
        let bench = try await Self.known()
        bench.answer("opal", Self.speaking("Of course!"))
        let watcher = bench.watcher()
        try await Self.untilAsked(bench, watcher)
        var model = try await watcher.model("opal")
        let first = try #require(model.lookedAt)
        model.lookedAt = nil
        try await watcher.keep(model: ("opal", model))
        try await bench.run(watcher, until: first + Self.hour - 1)
        #expect(try await watcher.model("opal").lookedAt ?? 0 > first)
        #expect(try await watcher.model("opal").sight?.at == first && bench.alarms(.servedModel).isEmpty)
        try await bench.run(watcher, until: first + 2 * Self.hour)
        #expect(try bench.standing("opal") == .void(id: Self.certificate))
    }

    @Test(
        "answers that are none void nothing however long they come; that it cannot be told is told, and is over with them",
        arguments: [
            Answer(text: "<html><body><h1>502 Bad Gateway</h1></body></html>"),
            Answer(text: "You exceeded your current quota, please check your plan."),
            Answer(text: "Rate limit reached: try again in {n}s (request req_{n})"),
            Answer(text: "To {q}: the", ending: .length), Answer(text: "I will not say {q}", ending: .refused),
        ]
    )
    func garbage(answer: Answer) async throws {
        let bench = try await Self.known()
        bench.answer(
            "opal",
            FakeTarget { asked in
                guard !asked.isTrial else { return .says("No.", model: "opal-2") }
                var said = answer
                said.text = answer.text.replacing("{q}", with: asked.said).replacing("{n}", with: "\(asked.number)")
                return .answered(said, .init(model: "opal-2"))
            }
        )
        var watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + 4 * Self.day)
        #expect(try bench.standing("opal") == .valid(id: Self.certificate, until: Self.start + 30 * Self.day))
        #expect(try bench.alarms(.servedModel).isEmpty)
        let alarm = try #require(try bench.alarms(.measurement).first)
        #expect(try bench.alarms(.measurement).count == 1 && alarm.cleared == nil)
        #expect(alarm.alarm.stream == "identity" && alarm.alarm.level == .warn)
        bench.answer("opal", Self.speaking("Yes:"))
        watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + 6 * Self.day)
        #expect(try bench.alarms(.measurement).map { $0.cleared?.by } == [.server])
        // What it was known by is still known: a change behind the outage is seen.
        bench.answer("opal", Self.speaking("Of course!"))
        try await bench.run(watcher, until: Self.start + 8 * Self.day)
        #expect(try bench.standing("opal") == .void(id: Self.certificate))
    }

    @Test("what is another answer each time is nobody, and voids nothing")
    func noise() async throws {
        let bench = try await Self.known()
        bench.answer(
            "opal",
            FakeTarget { .says($0.isTrial ? "No." : "Upstream error \($0.number) at \($0.said)", model: "opal-2") }
        )
        let watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + 5 * Self.day)
        #expect(try bench.standing("opal") == .valid(id: Self.certificate, until: Self.start + 30 * Self.day))
        #expect(try bench.alarms(.servedModel).isEmpty && bench.findings().isEmpty)
    }

    @Test("the questions count in the day, in the watch's own and in that of all runs")
    func budget() async throws {
        let bench = try WatchBench(serve: "[opal]")
        try await bench.certify("opal")
        let before = try bench.store.spentToday(now: bench.clock.value).tokens
        let watcher = bench.watcher()
        #expect(try await watcher.step(WatchPlace(route: "support", model: "opal")))
        #expect(try await watcher.status().places.first?.usage.spent(at: bench.clock.value).tokens == 240)
        #expect(try bench.store.spentToday(now: bench.clock.value).tokens == before + 240)
        // Also those that nobody answers cost what they cost, and who was never known has not changed.
        let failing = try WatchBench(serve: "[opal]")
        failing.answer(
            "opal",
            FakeTarget { _ in .failed(.target, .init(usage: Usage(input: 5, output: 0)), retryAfter: nil) }
        )
        let other = failing.watcher()
        #expect(try await other.step(WatchPlace(route: "support", model: "opal")))
        #expect(try await other.status().places.first?.usage.spent(at: failing.clock.value).tokens == 120)
        #expect(try failing.state().watch.alarms.isEmpty)
    }
}
