import Domain
import GRDB
import Probing
import Testing

@Suite("Store of runs and trials")
struct ProbeStoreTests {
    private let bench: RunBench
    private var store: ProbeStore { bench.store }

    private static let now = RunBench.now

    init() throws { bench = try RunBench() }

    @Test("an outcome is kept once, as it came first, with everything that belongs to it")
    func once() async throws {
        try await store.begin(RunBench.plan(5), now: Self.now)
        var whole = RunBench.outcome(3, .hit, cost: Money(decimal: "0.000000000001"))
        (whole.excerpt, whole.answers, whole.answersHash) = ("é", "[]", "ab")
        (whole.model, whole.build) = ("opal-2", "fp_1")
        try await store.keep([whole, RunBench.outcome(1, .unscored(.evidenceInCut))], of: "run_a", now: Self.now)
        try await store.keep([RunBench.outcome(3, .pass), RunBench.outcome(0)], of: "run_a", now: Self.now)
        let kept = try bench.outcomes()
        #expect(kept.map(\.number) == [0, 1, 3])
        #expect(kept.last == whole && kept.dropFirst().first == RunBench.outcome(1, .unscored(.evidenceInCut)))
        #expect(try store.done("run_a") == [0, 1, 3])
        #expect(try store.run("run_a").done == 3)
        #expect(try bench.outcomes("run_b").isEmpty)
    }

    @Test("every verdict comes back as it was kept")
    func verdicts() async throws {
        let all: [Verdict] =
            [.hit, .pass] + Verdict.UnscoredReason.allCases.map { .unscored($0) }
            + Verdict.ErrorReason.allCases.map { .error($0) }
        try await store.begin(RunBench.plan(all.count), now: Self.now)
        let outcomes = all.enumerated().map { RunBench.outcome($0.offset, $0.element) }
        try await store.keep(outcomes, of: "run_a", now: Self.now)
        #expect(try bench.outcomes() == outcomes)
    }

    @Test(
        "a day's spending is that of all runs, of what is kept and not of what comes again, and another day's is its own"
    )
    func days() async throws {
        let day: UInt64 = 86_400_000
        for id in ["run_a", "run_b"] { try await store.begin(RunBench.plan(5, id: id), now: Self.now) }
        let cost = Money(decimal: "0.25")
        try await store.keep([RunBench.outcome(0, cost: cost)], of: "run_a", now: Self.now)
        try await store.keep([RunBench.outcome(0, cost: cost), RunBench.outcome(1)], of: "run_b", now: Self.now)
        try await store.keep([RunBench.outcome(0, cost: cost)], of: "run_a", now: Self.now)
        #expect(try store.spentToday(now: Self.now) == Spent(tokens: 30, money: Money(picos: 500_000_000_000)))
        #expect(try store.spentToday(now: Self.now + day) == Spent())
        let midnight = (Self.now / day + 1) * day
        try await store.keep([RunBench.outcome(2)], of: "run_b", now: midnight)
        #expect(try store.spentToday(now: midnight) == Spent(tokens: 10))
        #expect(try store.spentToday(now: midnight - 1).tokens == 30)
    }

    @Test(
        "a run that stopped is gone on with, one that is being made is not, and one whose process died is after its silence"
    )
    func resume() async throws {
        let plan = RunBench.plan(5)
        try await store.begin(plan, now: Self.now)
        #expect(try store.run("run_a").state == .running)
        for silence in [0, 1, 14_999] as [UInt64] {
            let fault = await #expect(throws: ProbeStore.Fault.self) {
                try await store.resume("run_a", now: Self.now + silence)
            }
            #expect(fault?.description.contains("is being made by another process") == true)
        }
        #expect(try await store.resume("run_a", now: Self.now + 15_000).plan == plan)
        try await store.beat("run_a", now: Self.now + 29_000)
        await #expect(throws: ProbeStore.Fault.self) { try await store.resume("run_a", now: Self.now + 43_000) }
        try await store.end("run_a", .stopped, note: "a ceiling", now: Self.now + 43_000)
        #expect(try store.run("run_a").note == "a ceiling")
        let resumed = try await store.resume("run_a", now: Self.now + 43_001)
        #expect(resumed.plan == plan)
        let running = try store.run("run_a")
        #expect(running.state == .running && running.note.isEmpty && running.endedAt == nil)
        let fault = await #expect(throws: ProbeStore.Fault.self) { try await store.resume("run_x", now: Self.now) }
        #expect(fault?.description.contains("holdfast probe --list") == true)
    }

    @Test("a plan that cannot be read stops who would go on with it, and no other run")
    func unreadable() async throws {
        try await store.begin(RunBench.plan(1), now: Self.now)
        try await store.begin(RunBench.plan(1, id: "run_b"), now: Self.now + 1)
        try await bench.database.write { try $0.execute(sql: "UPDATE probe_runs SET plan = '{}' WHERE id = 'run_a'") }
        let fault = #expect(throws: ProbeStore.Fault.self) { try store.run("run_a") }
        #expect(fault?.description.contains("begin a new run") == true)
        await #expect(throws: ProbeStore.Fault.self) { try await store.resume("run_a", now: Self.now + 60_000) }
        #expect(try store.runs(limit: 9).map(\.plan.id) == ["run_b"])
    }

    @Test("old runs go with their trials; what still runs, and what ended later, stays")
    func drop() async throws {
        for (place, id) in ["run_a", "run_b", "run_c"].enumerated() {
            try await store.begin(RunBench.plan(1, id: id), now: Self.now)
            try await store.keep([RunBench.outcome(0)], of: id, now: Self.now)
            if id != "run_c" { try await store.end(id, .finished, note: "", now: Self.now + UInt64(place)) }
        }
        try await store.drop(endedBefore: Self.now + 1)
        #expect(Set(try store.runs(limit: 9).map(\.plan.id)) == ["run_b", "run_c"])
        #expect(try bench.outcomes("run_a").isEmpty && bench.outcomes("run_b").count == 1)
    }

    @Test("what a task made is kept and ended also when the task was cancelled meanwhile")
    func cancelled() async throws {
        try await store.begin(RunBench.plan(2), now: Self.now)
        let task = Task { [store] in
            while !Task.isCancelled { await Task.yield() }
            try await store.keep([RunBench.outcome(1)], of: "run_a", now: Self.now)
            try await store.end("run_a", .stopped, note: "it was interrupted", now: Self.now)
        }
        task.cancel()
        try await task.value
        #expect(try store.done("run_a") == [1] && store.run("run_a").state == .stopped)
    }

    @Test("a model's behaviour is the one that was looked at last")
    func behaviour() async throws {
        #expect(try store.behaviour(of: "opal") == nil)
        for text in ["A", "B"] {
            let seen = try #require(
                await Behaviour.look(at: FakeTarget { .says("\(text)\($0.number)") }.target, times: 2).seen
            )
            try await store.keep(seen, of: "opal", now: Self.now)
            #expect(try store.behaviour(of: "opal") == seen)
        }
        #expect(try store.behaviour(of: "other") == nil)
    }
}
