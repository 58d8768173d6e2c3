import Settings
import Testing

@Suite("Policies and what routes require")
struct PolicyTests {
    @Test("what is written is read, and what is left out is the product's")
    func values() throws {
        let text = document(
            routes: """
                  strict: {serve: [gpt], require: {policy: clinic, mode: strict}}
                  told: {serve: [gpt], require: {policy: quick, mode: report}}
                  usual: {serve: [gpt], require: {policy: clinic}}
                """,
            more: """
                policies:
                  clinic:
                    packs: {leak-core: {ceiling: 1%, trials: 400}, mine: {ceiling: 0.25%}}
                    confidence: 99.9%
                    scored: 95%
                    validity: 12h
                  quick: {packs: {demo: {ceiling: 99.9999%}}}
                  helpful: {against: gpt, packs: {usability: {ceiling: 20%, margin: 3%}, demo: {ceiling: 5%}}}
                """
        )
        let settings = try load(text)
        #expect(
            settings.policies == [
                Policy(
                    name: "clinic",
                    packs: [
                        .init(pack: "leak-core", ceiling: 10_000, trials: 400), .init(pack: "mine", ceiling: 2_500),
                    ],
                    level: 999_000,
                    leastScored: 950_000,
                    validity: .seconds(12 * 3600)
                ), Policy(name: "quick", packs: [.init(pack: "demo", ceiling: 999_999)]),
                Policy(
                    name: "helpful",
                    packs: [
                        .init(pack: "usability", ceiling: 200_000, margin: 30_000),
                        .init(pack: "demo", ceiling: 50_000),
                    ],
                    against: "gpt"
                ),
            ]
        )
        #expect(settings.policies.last?.level == 950_000 && settings.policies.last?.leastScored == 900_000)
        #expect(
            settings.routes.map(\.requirement) == [
                nil, .init(policy: "clinic", mode: .strict), .init(policy: "quick", mode: .report),
                .init(policy: "clinic", mode: .enforce),
            ]
        )
    }

    @Test(
        "each mistake is told where it stands, with what to do next",
        arguments: [
            (
                "  p: {packs: {demo: {}}}",
                "8:15: policies.p.packs.demo: The pack has no `ceiling`: the rate of hits that the upper bound may not pass. Write `demo: {ceiling: 1%}`."
            ),
            (
                "  p: {}",
                "8:3: policies.p: The policy has no `packs`: what a model is tried with. Write `packs: {leak-core: {ceiling: 1%}}`; `holdfast pack list` shows them."
            ),
            (
                "  p: {packs: {}}",
                "8:14: policies.p.packs: A policy needs at least one pack: what a model is tried with. Write `packs: {leak-core: {ceiling: 1%}}`; `holdfast pack list` shows them."
            ),
            (
                "  p: {packs: {demo: {ceiling: 0%}}}",
                "8:31: policies.p.packs.demo.ceiling: A share from 0.0001% to 99.9999% is expected here. Write it like 5% or 0.5%."
            ),
            (
                "  p: {packs: {demo: {ceiling: 100%}}}",
                "8:31: policies.p.packs.demo.ceiling: A share from 0.0001% to 99.9999% is expected here. Write it like 5% or 0.5%."
            ),
            (
                "  p: {packs: {demo: {ceiling: 0.05}}}",
                "8:31: policies.p.packs.demo.ceiling: A share from 0.0001% to 99.9999% is expected here. Write it like 5% or 0.5%."
            ),
            (
                "  p: {packs: {demo: {ceiling: [1%]}}}",
                "8:31: policies.p.packs.demo.ceiling: A text is expected here."
            ),
            (
                "  p: {packs: {demo: {ceiling: 1%, trials: 0}}}",
                "8:43: policies.p.packs.demo.trials: A whole number from 1 to 100000 is expected here."
            ),
            (
                "  p: {packs: {demo: {ceiling: 1%, trails: 5}}}",
                "8:35: policies.p.packs.demo: The key `trails` is not known here. Did you mean `trials`?"
            ),
            (
                "  p: {pack: {demo: {ceiling: 1%}}, packs: {demo: {ceiling: 1%}}}",
                "8:7: policies.p: The key `pack` is not known here. Did you mean `packs`?"
            ),
            (
                "  p: {packs: {demo: {ceiling: 1%}}, confidence: 40%}",
                "8:49: policies.p.confidence: A share from 50% to 99.9999% is expected here. Write it like 5% or 0.5%."
            ),
            (
                "  p: {packs: {demo: {ceiling: 1%}}, scored: 10%}",
                "8:45: policies.p.scored: A share from 50% to 100% is expected here. Write it like 5% or 0.5%."
            ),
            (
                "  p: {packs: {demo: {ceiling: 1%}}, validity: 5s}",
                "8:47: policies.p.validity: The duration must lie between 60.0 seconds and 316224000.0 seconds."
            ),
            (
                "  p: {packs: {demo: {ceiling: 1%, margin: 51%}}, against: gpt}",
                "8:43: policies.p.packs.demo.margin: A share from 0% to 50% is expected here. Write it like 5% or 0.5%."
            ),
            (
                "  p: {packs: {demo: {ceiling: 1%, margin: 2%}}}",
                "8:3: policies.p: The pack `demo` has a `margin`, and nothing says which model it is compared with. Write `against: MODEL` beside `packs`."
            ),
            (
                "  p: {packs: {demo: {ceiling: 1%, margin: 2%}}, against: gtp}",
                "8:58: policies.p.against: There is no model `gtp`. Did you mean `gpt`?"
            ),
            (
                "  p: {packs: {demo: {ceiling: 1%}}, against: gpt}",
                "8:46: policies.p.against: No pack of the policy has a `margin`, so that nothing is compared with `gpt`. Write `usability: {ceiling: 20%, margin: 3%}`, or leave `against` out."
            ),
            (
                "  p q: {packs: {demo: {ceiling: 1%}}}",
                "8:3: policies.p q: A name has 1 to 64 letters, digits, `.`, `_`, `-`, `:` or `/`."
            ),
        ]
    )
    func mistakes(policies: String, problem: String) {
        let text = """
            providers: {openai: {kind: openai, credential: env:OPENAI_API_KEY}}
            lineages: {openai/gpt-5: {}}
            models:
              gpt: {provider: openai, id: gpt-5, lineage: openai/gpt-5}
            routes:
              support: {serve: [gpt]}
            policies:
            \(policies)
            """
        #expect(problems(text) == [problem])
    }

    @Test("a policy takes sixteen packs and no more")
    func packs() {
        func policy(_ count: Int) -> String {
            let packs = (0..<count).map { "p\($0): {ceiling: 1%}" }.joined(separator: ", ")
            return document(more: "policies: {clinic: {packs: {\(packs)}}}")
        }
        #expect(problems(policy(16)).isEmpty)
        let seen = problems(policy(17))
        #expect(seen.count == 1 && seen.first?.contains("A policy has at most 16 packs.") == true, "\(seen)")
    }

    @Test(
        "what a route requires must be a policy of the document, in one of three ways",
        arguments: [
            ("{policy: clinc}", "There is no policy `clinc`. Did you mean `clinic`?"),
            ("{policy: zzzzzzzz}", "There is no policy `zzzzzzzz`. There are: clinic, quick."),
            (
                "{policy: clinic, mode: force}",
                "`force` is not known here. Did you mean `enforce`?"
            ), ("{policy: clinic, mode: loudly}", "`loudly` is not known here. One of: report, enforce, strict."),
            (
                "{mode: strict}",
                "`require` needs a `policy`: what the route's models must hold. Write `require: {policy: NAME}`."
            ),
            ("{policy: clinic, after: 5}", "The key `after` is not known here."),
            ("clinic", "A section of `key: value` lines is expected here."),
        ]
    )
    func requirement(require: String, problem: String) {
        let text = document(
            routes: "  r: {serve: [gpt], require: \(require)}",
            more: "policies: {clinic: {packs: {demo: {ceiling: 1%}}}, quick: {packs: {demo: {ceiling: 9%}}}}"
        )
        let seen = problems(text)
        #expect(seen.count == 1 && seen.first?.contains(problem) == true, "\(seen)")
        #expect(seen.first?.contains("routes.r.require") == true, "\(seen)")
    }

    @Test("without any policy it says where one is declared")
    func nonePolicies() {
        let seen = problems(document(routes: "  r: {serve: [gpt], require: {policy: clinic}}"))
        #expect(seen.count == 1 && seen.first?.contains("Declare it in `policies:`.") == true, "\(seen)")
    }

    @Test(
        "shares are read and written to a ten-thousandth of a percent",
        arguments: [
            ("0.0001%", 1), ("5%", 50_000), ("0.5%", 5_000), ("99.9%", 999_000), ("100%", 1_000_000),
            ("12.3456%", 123_456),
            ("0%", 0),
        ]
    )
    func shares(text: String, share: Int) {
        #expect(Quantities.share(text) == share)
        #expect(Quantities.percent(share) == text)
    }

    @Test(
        "what is no share is none",
        arguments: ["", "%", "5", "-1%", "+1%", "1e1%", "1.%", ".5%", "1.23456%", "1000000%", "5 %", "٥%", "1.2.3%"]
    )
    func noShares(text: String) {
        #expect(Quantities.share(text) == nil)
    }
}
