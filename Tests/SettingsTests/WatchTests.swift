import Domain
import Settings
import Testing

@Suite("The watch in settings")
struct WatchTests {
    /// A policy to require, models with prices and without, and lines of one's own.
    private static func document(routes: String = "", more: String = "", models: String = "") -> String {
        """
        providers: {openai: {kind: openai, credential: env:OPENAI_API_KEY}, own: {kind: rehearsal}}
        lineages: {openai/gpt-5: {}}
        policies: {firm: {packs: {leak-core: {ceiling: 1%}}}}
        models:
          gpt: {provider: openai, id: gpt-5, lineage: openai/gpt-5, prices: {input: "1", output: "2"}}
          free: {provider: own, region: eu, prices: {input: "0", output: "0"}}
          bare: {provider: own, region: us}
        \(models)
        routes:
          support: {serve: [gpt]}
        \(routes)
        \(more)
        """
    }

    private static func watched(_ watch: String, serve: String = "gpt") -> String {
        "  r: {serve: [\(serve)], require: {policy: firm}, watch: \(watch)}"
    }

    @Test("nothing written is the usual values, and no route that is watched")
    func usual() throws {
        for more in ["", "watch:", "watch: {}"] {
            let settings = try load(Self.document(more: more))
            #expect(settings.watch == Watch(), "\(more)")
            #expect(settings.routes.map(\.watch) == [nil])
        }
        let usual = Watch()
        #expect(usual.falseAlarmEvery == .seconds(2_592_000) && usual.burst == 60 && usual.burstsPerDay == 4)
        #expect(usual.breadth == 300 && usual.onFinding == .hold)
        #expect(usual.tokensPerDay == nil && usual.moneyPerDay == nil)
    }

    @Test("what is written is read")
    func values() throws {
        let all = """
            watch: {false_alarm_every: 1d, burst: 10, bursts_per_day: 100, breadth: 0, on_finding: draft,
              tokens_per_day: 500000, money_per_day: "5.00"}
            """
        #expect(
            try load(Self.document(routes: Self.watched("on", serve: "gpt, free"), more: all)).watch
                == Watch(
                    falseAlarmEvery: .seconds(86_400),
                    burst: 10,
                    burstsPerDay: 100,
                    breadth: 0,
                    onFinding: .draft,
                    tokensPerDay: 500_000,
                    moneyPerDay: Money(decimal: "5")
                )
        )
        let some =
            "watch: {false_alarm_every: 3650d, burst: 1000, bursts_per_day: 1, breadth: 10000, on_finding: notify}"
        #expect(
            try load(Self.document(more: some)).watch
                == Watch(
                    falseAlarmEvery: .seconds(3650 * 86_400),
                    burst: 1000,
                    burstsPerDay: 1,
                    breadth: 10_000,
                    onFinding: .notify
                )
        )
    }

    @Test(
        "a route is watched that says so, with bounds and packs of its own",
        arguments: [
            ("off", nil), ("on", .init()), ("{}", .init()), ("{probes_per_day: 1}", .init(probesPerDay: 1)),
            ("{probes_per_day: 100000, packs: []}", .init(probesPerDay: 100_000)),
            (
                #"{tokens_per_day: 200000, money_per_day: "2.5", packs: [mine, demo]}"#,
                .init(tokensPerDay: 200_000, moneyPerDay: Money(decimal: "2.5"), packs: ["mine", "demo"])
            ), ("{packs: [leak-core]}", .init(packs: ["leak-core"])),
        ] as [(String, Route.Watching?)]
    )
    func routes(watch: String, watching: Route.Watching?) throws {
        let settings = try load(Self.document(routes: Self.watched(watch)))
        #expect(settings.routes.map(\.watch) == [nil, watching])
        #expect(Route.Watching().probesPerDay == 150)
    }

    @Test(
        "each mistake of the section is told where it stands, with what to do next",
        arguments: [
            ("{burts: 60}", "12:9: watch: The key `burts` is not known here. Did you mean `burst`?"),
            (
                "{every: 30d}",
                "12:9: watch: The key `every` is not known here. Known are: false_alarm_every, burst, bursts_per_day, breadth, on_finding, tokens_per_day, money_per_day."
            ), ("on", "12:8: watch: A section of `key: value` lines is expected here."),
            (
                "{false_alarm_every: 30}",
                "12:28: watch.false_alarm_every: A duration is expected here. Write it like 250ms, 5s, 2m, 12h or 30d."
            ),
            (
                "{false_alarm_every: 23h}",
                "12:28: watch.false_alarm_every: The duration must lie between 86400.0 seconds and 315360000.0 seconds."
            ),
            (
                "{false_alarm_every: 3651d}",
                "12:28: watch.false_alarm_every: The duration must lie between 86400.0 seconds and 315360000.0 seconds."
            ), ("{burst: 9}", "12:16: watch.burst: A whole number from 10 to 1000 is expected here."),
            ("{burst: 1001}", "12:16: watch.burst: A whole number from 10 to 1000 is expected here."),
            ("{bursts_per_day: 0}", "12:25: watch.bursts_per_day: A whole number from 1 to 100 is expected here."),
            ("{bursts_per_day: 101}", "12:25: watch.bursts_per_day: A whole number from 1 to 100 is expected here."),
            ("{breadth: -1}", "12:18: watch.breadth: A whole number from 0 to 10000 is expected here."),
            ("{breadth: 10001}", "12:18: watch.breadth: A whole number from 0 to 10000 is expected here."),
            ("{on_finding: holt}", "12:21: watch.on_finding: `holt` is not known here. Did you mean `hold`?"),
            (
                "{on_finding: nothing}",
                "12:21: watch.on_finding: `nothing` is not known here. One of: notify, hold, draft."
            ),
            (
                "{tokens_per_day: 0}",
                "12:25: watch.tokens_per_day: A whole number from 1 to 1000000000000000 is expected here."
            ),
            (
                "{money_per_day: 5.00}",
                #"12:24: watch.money_per_day: An amount with decimals must be in quotes, or YAML makes a rounded number of it. Write "5.00"."#
            ),
            (
                "{money_per_day: 0}",
                #"12:24: watch.money_per_day: An amount of money is a decimal above zero with at most twelve places. Write it like "12.50"; the currency is the document's."#
            ),
        ]
    )
    func mistakes(watch: String, problem: String) {
        let found = problems(Self.document(more: "watch: \(watch)"))
        #expect(found == [problem])
    }

    @Test(
        "each mistake of a route is told where it stands, with what to do next",
        arguments: [
            (
                "{probes: 150}",
                "11:54: routes.r.watch: The key `probes` is not known here. Known are: probes_per_day, tokens_per_day, money_per_day, packs."
            ),
            (
                "{probe_per_day: 150}",
                "11:54: routes.r.watch: The key `probe_per_day` is not known here. Did you mean `probes_per_day`?"
            ),
            (
                "{probes_per_day: 0}",
                "11:70: routes.r.watch.probes_per_day: A whole number from 1 to 100000 is expected here."
            ),
            (
                "{probes_per_day: 100001}",
                "11:70: routes.r.watch.probes_per_day: A whole number from 1 to 100000 is expected here."
            ),
            (
                "{tokens_per_day: lots}",
                "11:70: routes.r.watch.tokens_per_day: A whole number from 1 to 1000000000000000 is expected here."
            ),
            (
                #"{money_per_day: "-1"}"#,
                #"11:69: routes.r.watch.money_per_day: An amount of money is a decimal above zero with at most twelve places. Write it like "12.50"; the currency is the document's."#
            ),
            (
                "{packs: demo}",
                "11:61: routes.r.watch.packs: A list is expected here. Write it like [a, b]."
            ),
            (
                "{packs: [demo, demo]}",
                "11:68: routes.r.watch.packs[1]: The pack `demo` stands twice in this list. Keep one of them."
            ),
            (
                "{packs: [a b]}",
                "11:62: routes.r.watch.packs[0]: A name has 1 to 64 letters, digits, `.`, `_`, `-`, `:` or `/`."
            ),
        ]
            + ["true", "150", "~", "[demo]"].map {
                (
                    $0,
                    "11:53: routes.r.watch: Either `on`, `off` or a section of `key: value` lines is expected here. "
                        + "Write `watch: on` or `watch: {probes_per_day: 150}`."
                )
            }
    )
    func routeMistakes(watch: String, problem: String) {
        let found = problems(Self.document(routes: Self.watched(watch)))
        #expect(found == [problem])
    }

    @Test("a route takes sixteen packs beside the policy's and no more")
    func packs() {
        func route(_ count: Int) -> String {
            Self.watched("{packs: [\((0..<count).map { "p\($0)" }.joined(separator: ", "))]}")
        }
        #expect(problems(Self.document(routes: route(16))) == [])
        #expect(
            problems(Self.document(routes: route(17))) == [
                "11:61: routes.r.watch.packs: A route is watched with at most 16 packs more."
            ]
        )
    }

    @Test(
        "packs are looked for in the document's state folder by whoever tries files, and are otherwise taken on trust"
    )
    func packTrials() {
        let trials = FileTrials(
            certificate: { _ in nil },
            key: { _ in nil },
            pair: { _, _ in nil },
            pack: { $0 == "demo" ? nil : "There is no pack `\($0)` in \($1)." }
        )
        let text = Self.document(routes: Self.watched("{packs: [demo, dmo]}"), more: "state: ./here")
        #expect(problems(text) == [])
        #expect(
            problems(text, trials: trials) == [
                "11:68: routes.r.watch.packs[1]: There is no pack `dmo` in /etc/holdfast/here."
            ]
        )
    }

    @Test("what is watched must be required, for the policy's packs are what it is watched with")
    func requirement() {
        for require in ["", "require: ~, "] {
            let route = "  r: {serve: [gpt], \(require)watch: {burst: 3}}"
            let column = 21 + require.count
            #expect(
                problems(Self.document(routes: route)) == [
                    "11:\(column): routes.r.watch: A route that is watched must `require` a policy: its packs are what "
                        + "the models are watched with. Write `require: {policy: NAME}` beside it.",
                    "11:\(column + 8): routes.r.watch: The key `burst` is not known here. Known are: probes_per_day, tokens_per_day, "
                        + "money_per_day, packs.",
                ]
            )
        }
        #expect(problems(Self.document(routes: "  r: {serve: [gpt], watch: off}")) == [])
        // A requirement that is at fault is no second fault.
        #expect(problems(Self.document(routes: "  r: {serve: [gpt], require: {policy: form}, watch: on}")).count == 1)
    }

    @Test("money needs prices of each model that is watched, so that what is spent is known")
    func money() {
        let words = "What is spent could not be known, for these watched models have no `prices`: "
        let advice = ". Give them their `prices`, \"0\" for what costs nothing, or limit `tokens_per_day`."
        let others = "  other: {provider: own}"
        let route = Self.watched("{money_per_day: 2}", serve: "gpt, bare, free, other")
        #expect(
            problems(Self.document(routes: route, models: others)) == [
                "11:73: routes.r.watch.money_per_day: \(words)bare, other\(advice)"
            ]
        )
        let whole = "watch: {money_per_day: 2}"
        let two = Self.watched("on", serve: "gpt, other") + "\n  s: {serve: [bare]}"
        #expect(
            problems(Self.document(routes: two, more: whole, models: others)) == [
                "13:9: watch.money_per_day: \(words)other\(advice)"
            ]
        )
        // One outside of the boundary does not exist for the route.
        let bounded =
            "  r: {serve: [bare, free], boundary: {regions: [eu]}, require: {policy: firm}, watch: {money_per_day: 2}}"
        #expect(problems(Self.document(routes: bounded, more: whole)) == [])
        // Nothing is watched, so that nothing is spent.
        #expect(problems(Self.document(routes: "  s: {serve: [bare]}", more: whole)) == [])
        // Prices that are wrong are there, and so is a model that is wrong itself.
        for model in [#"  other: {provider: own, prices: {input: "x", output: "1"}}"#, "  other: {provider: owl}"] {
            #expect(problems(Self.document(routes: two, more: whole, models: model)).count == 1)
        }
    }
}
