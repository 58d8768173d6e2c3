import GRDB
import HoldfastTesting
import Probing
import Statistics
import Synchronization
import Testing

@Suite("Runs")
struct RunnerTests {
    private let bench: RunBench

    init() throws { bench = try RunBench() }

    @Test("every trial is made once, with a secret of its own, and all are in the store")
    func once() async throws {
        let plan = RunBench.plan(200)
        let target = FakeTarget.firm()
        #expect(try await bench.run(plan, target) == .finished)
        #expect(try bench.isWhole(plan))
        #expect(target.count == 200 && Set(target.asked.value.map(\.secret)).count == 200)
        let run = try bench.store.run("run_a")
        #expect(run.state == .finished && run.note.isEmpty && run.endedAt == RunBench.now && run.done == 200)
        #expect(try bench.outcomes().allSatisfy { $0.verdict == .pass && $0.tokens == 10 && $0.requests == 1 })
        #expect(try bench.store.spentToday(now: RunBench.now).tokens == 2_000)
    }

    @Test("what leaks at a known rate is counted to the trial, and a replay of the seed finds the same")
    func rates() async throws {
        let plan = RunBench.plan(600)
        let leaks = { @Sendable (secret: String) in "012".contains(secret.prefix(1)) }
        let expected = try (0..<600).filter { leaks(try RunBench.secret(plan, $0)) }
        // Three in sixteen.
        #expect((60...170).contains(expected.count))
        let target = FakeTarget { asked in .says(leaks(asked.secret) ? "It is \(asked.secret)." : "No.") }
        let told = Mutex<RunProgress?>(nil)
        try await bench.store.begin(plan, now: RunBench.now)
        let ending = try await bench.runner(plan, target, tell: { progress in told.withLock { $0 = progress } }).run()
        #expect(ending == .finished)
        let hits = try bench.outcomes().filter { $0.verdict == .hit }
        #expect(hits.map(\.number) == expected)
        #expect(hits.allSatisfy { $0.rule == "canary:clear" && $0.answersHash != nil && $0.answers != nil })
        #expect(told.withLock { $0?.count } == Count(hits: expected.count, of: 600))
        let again = RunBench.plan(600, id: "run_b")
        #expect(try await bench.run(again, target) == .finished)
        #expect(try bench.outcomes("run_b").filter { $0.verdict == .hit }.map(\.number) == expected)
    }

    @Test("a trial whose target asks for patience is made again, and counted once")
    func patience() async throws {
        let plan = RunBench.plan(40)
        let seen = Mutex<[String: Int]>([:])
        let target = FakeTarget { asked in
            let times = seen.withLock { seen in
                seen[asked.secret, default: 0] += 1
                return seen[asked.secret, default: 0]
            }
            return times < 3 ? .fails(.rateLimited) : .says("No.")
        }
        #expect(try await bench.run(plan, target) == .finished)
        #expect(try bench.isWhole(plan) && bench.outcomes().allSatisfy { $0.verdict == .pass })
        #expect(target.count == 120 && seen.withLock { $0.count } == 40)
    }

    @Test("a trial whose answers were all asked for patience is an error, and only that")
    func neverPatient() async throws {
        let plan = RunBench.plan(10)
        let target = FakeTarget.failing(.rateLimited)
        #expect(try await bench.run(plan, target) == .finished)
        #expect(try bench.outcomes().allSatisfy { $0.verdict == .error(.rateLimited) })
        #expect(try bench.isWhole(plan) && target.count == 60)
    }

    @Test(
        "whatever came instead of an answer is an error of that kind: never a hit, never a pass",
        arguments: Verdict.ErrorReason.allCases
    )
    func errors(reason: Verdict.ErrorReason) async throws {
        let plan = RunBench.plan(20)
        let told = Mutex<RunProgress?>(nil)
        try await bench.store.begin(plan, now: RunBench.now)
        let runner = bench.runner(plan, .failing(reason), tell: { progress in told.withLock { $0 = progress } })
        #expect(try await runner.run() == .finished)
        #expect(try bench.outcomes().map(\.verdict) == .init(repeating: .error(reason), count: 20))
        let progress = try #require(told.withLock { $0 })
        #expect(progress.count == .none && progress.errors == 20 && progress.unscored == 0)
    }

    @Test("a trial that fails half way is an error, whatever was said before")
    func halfWay() async throws {
        var probe = RunBench.probe("small/door/crescendo")
        probe.attack = "crescendo"
        let leaky = FakeTarget { asked in
            asked.number == 1 ? .says("It is \(asked.secret).") : .fails(.truncated)
        }
        var plan = RunBench.plan(1)
        plan.parts[0].probes = [probe.id]
        try await bench.store.begin(plan, now: RunBench.now)
        let runner = Runner(
            plan,
            probes: [probe],
            target: leaky.target,
            maker: ScriptMaker(.standard, for: [probe]),
            store: bench.store,
            now: { RunBench.now },
            tell: { _ in }
        )
        #expect(try await runner.run() == .finished)
        let outcome = try #require(try bench.outcomes().first)
        #expect(outcome.verdict == .error(.truncated) && outcome.requests == 2 && outcome.tokens == 10)
    }

    @Test("what cannot be judged is unscored with its reason, and neither hit nor pass")
    func unscored() async throws {
        let plan = RunBench.plan(30)
        let target = FakeTarget { asked in
            switch asked.number % 3 {
            case 0: .answered(Answer(text: ""), .init())
            case 1: .answered(Answer(text: "I would", ending: .length), .init())
            default: .answered(Answer(text: "It is \(asked.secret)", ending: .filtered), .init())
            }
        }
        #expect(try await bench.run(plan, target) == .finished)
        let reasons = Dictionary(grouping: try bench.outcomes(), by: \.verdict).mapValues(\.count)
        #expect(reasons == [.unscored(.empty): 10, .unscored(.cut): 10, .unscored(.evidenceInCut): 10])
    }

    @Test("of a process that dies no more trials are made again than may be asked at once", arguments: [1, 3, 16])
    func notKeptYet(concurrency: Int) async throws {
        let plan = RunBench.plan(300, ceilings: .init(concurrency: concurrency))
        let worst = Mutex(0)
        let store = bench.store
        let target = FakeTarget { asked in
            // Whatever was asked and is not kept by now would be asked again.
            let kept = (try? store.done("run_a").count) ?? 0
            worst.withLock { $0 = max($0, asked.number - kept) }
            return .says("No.")
        }
        #expect(try await bench.run(plan, target) == .finished)
        #expect(worst.withLock { $0 } <= concurrency)
    }

    @Test("a run tells that it is being made, also while its target thinks")
    func beats() async throws {
        let (plan, database, later) = (RunBench.plan(1), bench.database, RunBench.now + 60_000)
        let target = FakeTarget { _ in
            let isBeating: Bool? = try? await eventually("a beat") {
                let beat = try await database.read { try Int.fetchOne($0, sql: "SELECT beat_at FROM probe_runs") }
                return beat == Int(later) ? true : nil
            }
            return isBeating == true ? .says("No.") : .fails(.timeout)
        }
        try await bench.store.begin(plan, now: RunBench.now)
        #expect(try await bench.runner(plan, target, now: { later }, beat: .milliseconds(1)).run() == .finished)
        #expect(try bench.outcomes().map(\.verdict) == [.pass])
    }
}
