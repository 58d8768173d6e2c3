import Control
import Domain
import HoldfastTesting
import Probing
import Testing

@Suite("Plan of a run")
struct RunPlanTests {
    @Test("comes back from its text as it was", arguments: 0..<50)
    func roundTrip(seed: Int) {
        var random = SeededRandom(seed: seed)
        let words = ["a", "leak-core/clinic-code/rot13+leet", "é\"\\\u{1}", ""]
        let plan = RunPlan(
            id: "run_\(seed)",
            target: random.pick(["opal", "a/b:c"]),
            parts: (0..<random.below(4)).map { place in
                RunPlan.Part(
                    pack: "p\(place)",
                    version: 1 + place,
                    hash: "ab",
                    review: random.maybe(["not reviewed by \"anybody\""]),
                    probes: (0..<random.below(5)).map { _ in random.pick(words) }
                )
            },
            seed: random.pick([0, 1, .max, random.next()]),
            parameters: .init(mostTokens: 1 + random.below(999), temperature: random.maybe(["0", "0.7"])),
            ceilings: .init(
                tokens: random.maybe([1, .max]),
                money: random.maybe([Money(picos: 1), Money(picos: 12_500_000_000_000)]),
                tokensPerDay: random.maybe([5]),
                moneyPerDay: random.maybe([Money(picos: 7_000_000_000_000)]),
                concurrency: 1 + random.below(64)
            ),
            purpose: random.pick([
                .probe(nil), .probe(.init(isModel: random.pick([true, false]), upstreams: [])),
                .probe(.init(isModel: random.pick([true, false]), upstreams: ["up/opal-2", "up/é"])),
                .part(of: "run_a"),
                .certificate(
                    .init(
                        policy: "clinic",
                        policyHash: "ab",
                        upstream: "up/opal-2",
                        findings: random.pick([[], ["HF-FD-2026-0001"]]),
                        recall: random.maybe(["HF-RC-2026-0001"]),
                        confirms: random.pick([true, false]),
                        by: random.pick([.server, .uid(0), .operator("op_a")])
                    )
                ),
            ]),
            isServers: random.pick([true, false])
        )
        #expect(RunPlan(text: plan.text) == plan)
    }

    @Test("a plan that was kept before it was noted whom a run asks is still read, and does not say it")
    func beforeItWasNoted() throws {
        let plan = RunBench.plan(1)
        #expect(!plan.text.contains("purpose"))
        #expect(try #require(RunPlan(text: plan.text)).purpose == .probe(nil))
    }

    @Test(
        "a text that is no plan is none",
        arguments: ["", "{}", "[]", #"{"id":"a","target":"b","seed":"-1"}"#, "run"]
    )
    func unreadable(text: String) {
        #expect(RunPlan(text: text) == nil)
    }

    @Test("trials have seeds of their own, the same again for the same run, and others for another run")
    func seeds() {
        let (one, other) = (RunBench.plan(1, seed: 7), RunBench.plan(1, seed: 8))
        let seeds = (0..<10_000).map { one.seed(of: $0) }
        #expect(Set(seeds).count == seeds.count)
        #expect(seeds == (0..<10_000).map { RunBench.plan(5, id: "again", seed: 7).seed(of: $0) })
        #expect(Set(seeds).isDisjoint(with: (0..<10_000).map { other.seed(of: $0) }))
        // Of a seed at the end of its range too.
        #expect(RunBench.plan(1, seed: .max).seed(of: .max) != RunBench.plan(1, seed: .max).seed(of: 0))
    }
}
