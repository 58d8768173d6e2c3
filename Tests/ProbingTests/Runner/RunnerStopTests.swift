import Domain
import GRDB
import HoldfastTesting
import Probing
import Synchronization
import Testing

@Suite("Runs that stop")
struct RunnerStopTests {
    private let bench: RunBench

    init() throws { bench = try RunBench() }

    @Test(
        "thirty in a row that came to nothing stop a run, and it says with what",
        arguments: [
            (Verdict.ErrorReason.rateLimited, 6), (.target, 1), (.malformed, 1), (.timeout, 1),
        ]
    )
    func failing(reason: Verdict.ErrorReason, tries: Int) async throws {
        let plan = RunBench.plan(100, ceilings: .init(concurrency: 1))
        let target = FakeTarget.failing(reason)
        let ending = try await bench.run(plan, target)
        #expect(ending == .stopped("the target failed 30 times in a row, the last time: \(reason.words)"))
        #expect(target.count == 30 * tries)
        #expect(try bench.outcomes().map(\.verdict) == .init(repeating: .error(reason), count: 30))
        let run = try bench.store.run("run_a")
        #expect(run.state == .stopped && run.note.contains("30 times in a row"))
        let well = FakeTarget.firm()
        #expect(try await bench.goOn(plan, well) == .finished)
        #expect(try bench.isWhole(plan) && well.count == 70)
    }

    @Test("one answer among failures begins the count anew")
    func interrupted() async throws {
        let plan = RunBench.plan(120, ceilings: .init(concurrency: 1))
        let target = FakeTarget { $0.number % 30 == 0 ? .says("No.") : .fails(.target) }
        #expect(try await bench.run(plan, target) == .finished)
        #expect(try bench.outcomes().count { $0.verdict == .pass } == 4)
    }

    @Test(
        "each ceiling stops a run at most one trial above, and the rest is made when there is more to use",
        arguments: [1, 8],
        [
            (RunPlan.Ceilings(tokens: 55), "the run's ceiling of 55 tokens is reached"),
            (.init(money: Money(decimal: "0.55")), "the run's ceiling of 0.55 is reached"),
            (.init(tokensPerDay: 155), "the day's ceiling of 155 tokens is reached"),
            (.init(moneyPerDay: Money(decimal: "1.55")), "the day's ceiling of 1.55 is reached"),
        ]
    )
    func ceilings(concurrency: Int, ceiling: (RunPlan.Ceilings, String)) async throws {
        let cost = try #require(Money(decimal: "0.1"))
        // Of another run of the day.
        try await bench.store.begin(RunBench.plan(1, id: "run_0"), now: RunBench.now)
        try await bench.store.keep(
            [RunBench.outcome(0, tokens: 100, cost: Money(picos: 1_000_000_000_000))],
            of: "run_0",
            now: RunBench.now
        )
        var plan = RunBench.plan(40, ceilings: ceiling.0)
        plan.ceilings.concurrency = concurrency
        let target = FakeTarget { _ in .says("No.", tokens: 10, cost: cost) }
        #expect(try await bench.run(plan, target) == .stopped(ceiling.1))
        #expect(target.count == 6)
        #expect(try bench.outcomes().count == 6 && bench.store.run("run_a").state == .stopped)
        // As it stands there is nothing more to use.
        #expect(try await bench.goOn(plan, target) == .stopped(ceiling.1))
        #expect(target.count == 6)
        plan.ceilings = .init(concurrency: concurrency)
        #expect(try await bench.goOn(plan, target) == .finished)
        #expect(try bench.isWhole(plan) && target.count == 40)
    }

    @Test("while nothing is known of what a trial costs, one goes ahead alone")
    func unknownCost() async throws {
        let plan = RunBench.plan(40, ceilings: .init(tokens: 15, concurrency: 8))
        let target = FakeTarget.firm()
        #expect(try await bench.run(plan, target) == .stopped("the run's ceiling of 15 tokens is reached"))
        #expect(target.count == 2)
    }

    @Test("whoever interrupts a run finds all that was answered kept, and only the rest is made when it goes on")
    func cancelled() async throws {
        let plan = RunBench.plan(60)
        let isOpen = Watched(false)
        let target = FakeTarget { asked in
            if asked.number > 20 { _ = try? await isOpen.wait(for: "the gate") { $0 } }
            return .says("No.")
        }
        try await bench.store.begin(plan, now: RunBench.now)
        let runner = bench.runner(plan, target)
        let task = Task { try await runner.run() }
        try await target.asked.wait(for: "requests under way") { $0.count > 20 }
        task.cancel()
        isOpen.change { $0 = true }
        #expect(try await task.value == .stopped("it was interrupted"))
        let made = try bench.outcomes()
        #expect(made.count == target.count && made.allSatisfy { $0.verdict == .pass })
        let run = try bench.store.run("run_a")
        #expect(run.state == .stopped && run.note == "it was interrupted")
        let rest = FakeTarget.firm()
        #expect(try await bench.goOn(plan, rest) == .finished)
        #expect(try bench.isWhole(plan) && rest.count == 60 - made.count)
    }

    @Test("what an interrupt cut short was not made, and is made when the run goes on")
    func cutShort() async throws {
        let plan = RunBench.plan(10)
        let target = FakeTarget { _ in
            while !Task.isCancelled { await Task.yield() }
            return .fails(.target)
        }
        try await bench.store.begin(plan, now: RunBench.now)
        let runner = bench.runner(plan, target)
        let task = Task { try await runner.run() }
        try await target.asked.wait(for: "requests under way") { $0.count == 4 }
        task.cancel()
        #expect(try await task.value == .stopped("it was interrupted"))
        #expect(try bench.outcomes().isEmpty)
        #expect(try await bench.goOn(plan, .firm()) == .finished)
        #expect(try bench.isWhole(plan))
    }

    @Test("of a conversation that is interrupted no more turns are sent, and it is made anew when the run goes on")
    func conversation() async throws {
        var probe = RunBench.probe("small/door/crescendo")
        probe.attack = "crescendo"
        let isOpen = Watched(false)
        let target = FakeTarget { _ in
            _ = try? await isOpen.wait(for: "the gate") { $0 }
            return .says("No.")
        }
        var plan = RunBench.plan(1)
        plan.parts[0].probes = [probe.id]
        try await bench.store.begin(plan, now: RunBench.now)
        func runner(_ target: FakeTarget) -> Runner {
            Runner(
                plan,
                probes: [probe],
                target: target.target,
                maker: ScriptMaker(.standard, for: [probe]),
                store: bench.store,
                now: { RunBench.now },
                tell: { _ in }
            )
        }
        let (first, next) = (runner(target), FakeTarget.firm())
        let task = Task { try await first.run() }
        try await target.asked.wait(for: "a request") { !$0.isEmpty }
        task.cancel()
        isOpen.change { $0 = true }
        #expect(try await task.value == .stopped("it was interrupted"))
        #expect(try target.count == 1 && bench.outcomes().isEmpty)
        _ = try await bench.store.resume(plan.id, now: RunBench.now)
        #expect(try await runner(next).run() == .finished)
        #expect(try next.count > 1 && bench.outcomes().map(\.verdict) == [.pass])
    }

    @Test("whoever interrupts a run does not wait for the target's pause")
    func pausing() async throws {
        let plan = RunBench.plan(10)
        let target = FakeTarget.failing(.rateLimited, retryAfter: .seconds(Int64.max))
        try await bench.store.begin(plan, now: RunBench.now)
        let runner = bench.runner(plan, target)
        let task = Task { try await runner.run() }
        try await target.asked.wait(for: "requests") { $0.count == 4 }
        task.cancel()
        #expect(try await task.value == .stopped("it was interrupted"))
        #expect(try bench.outcomes().isEmpty && target.count == 4)
    }

    @Test("a store that cannot keep an outcome ends the run with its fault")
    func store() async throws {
        let database = bench.database
        let target = FakeTarget { asked in
            if asked.number == 5 { try? await database.write { try $0.execute(sql: "DROP TABLE probe_trials") } }
            return .says("No.")
        }
        let plan = RunBench.plan(50)
        await #expect(throws: DatabaseError.self) { try await bench.run(plan, target) }
        #expect(target.count < 50)
    }
}
