import Control
import Domain
import HoldfastTesting
import Recalls
import Settings
import Testing

@Suite("Recall: every path")
struct RecallPathsTests {
    private func paths(_ lineage: String, _ slice: RecallSlice = RecallSlice(), standing: [Recall] = []) throws
        -> RecallPaths
    {
        RecallPaths(
            RecallOrder(try #require(LineagePattern(lineage)), slice: slice),
            try RecallSettings.make(),
            standing: standing
        )
    }

    private func reached(_ paths: RecallPaths) -> Set<String> {
        Set(paths.paths.filter { $0.fate != .open }.map(\.model.name))
    }

    @Test(
        "a lineage reaches aliases' models, other clouds, open versions and fine-tunes of fine-tunes",
        arguments: [
            ("acme/atlas@5", ["atlas", "atlas-cloud", "atlas-any", "tuned"]),
            ("acme/atlas@4", ["atlas-old", "atlas-any"]),
            ("acme/atlas", ["atlas", "atlas-cloud", "atlas-old", "atlas-any", "tuned"]),
            ("acme/*", ["atlas", "atlas-cloud", "atlas-old", "atlas-any", "mini", "tuned"]),
            ("bank/tuned", ["tuned"]), ("other/opal@9", ["opal"]), ("nobody/nothing", []),
        ]
    )
    func reach(lineage: String, models: [String]) throws {
        #expect(reached(try paths(lineage)) == Set(models))
    }

    @Test("every configured path is listed, once a route and model")
    func complete() throws {
        let all = try paths("acme/atlas@5").paths
        #expect(
            all.map { "\($0.route ?? "-")/\($0.model.name)" } == [
                "support/atlas", "support/atlas-cloud", "support/opal", "tuned/tuned", "last/atlas", "last/atlas-any",
                "old/atlas-old", "old/mini",
            ]
        )
    }

    @Test("what routes do then: substitutes, last resort, refusal, nothing")
    func outcomes() throws {
        let outcomes = try paths("acme/atlas@5").routes.map(\.outcome)
        #expect(outcomes == [.substitutes(["opal"]), .refused, .lastResort, .untouched])
    }

    @Test("a model that another recall holds back is no substitute")
    func standing() throws {
        let other = Recall(
            id: "HF-RC-2026-0001",
            order: RecallOrder(LineagePattern(Lineage(vendor: "other", family: "opal"))),
            first: RecallMove(to: .held, by: .server),
            at: 1,
            awareAt: nil,
            epoch: 1
        )
        #expect(try paths("acme/atlas@5", standing: [other]).routes[0].outcome == .refused)
    }

    @Test("slices narrow: by model, region and route a path closes or stays open, by tenant it narrows")
    func slices() throws {
        #expect(reached(try paths("acme/atlas@5", RecallSlice([.region: ["eu"]]))) == ["atlas"])
        #expect(reached(try paths("acme/atlas@5", RecallSlice([.model: ["atlas-cloud"]]))) == ["atlas-cloud"])
        let byRoute = try paths("acme/atlas@5", RecallSlice([.route: ["last"]]))
        #expect(byRoute.paths.filter { $0.fate != .open }.allSatisfy { $0.route == "last" })
        #expect(byRoute.routes.map(\.outcome) == [.untouched, .untouched, .lastResort, .untouched])
        let byTenant = try paths("acme/atlas@5", RecallSlice([.tenant: ["bank"]]))
        #expect(byTenant.paths[0].fate == .narrowed(.named))
        #expect(byTenant.routes[0].outcome == .substitutes(["opal"]))
    }

    @Test("why a path is reached")
    func reasons() throws {
        let settings = try RecallSettings.make()
        let pattern = try #require(LineagePattern("acme/atlas@5"))
        #expect(settings.reach(of: pattern, to: Lineage(vendor: "acme", family: "atlas", version: "5")) == .named)
        #expect(settings.reach(of: pattern, to: Lineage(vendor: "acme", family: "atlas")) == .versionOpen)
        #expect(
            settings.reach(of: pattern, to: Lineage(vendor: "bank", family: "tuned-again"))
                == .derived(from: Lineage(vendor: "acme", family: "atlas", version: "5"))
        )
        #expect(settings.reach(of: pattern, to: Lineage(vendor: "acme", family: "atlas-mini", version: "5")) == nil)
        #expect(settings.lineage(named: "atlas-latest") == Lineage("acme/atlas@5"))
    }
}

@Suite("Recall: effectiveness check")
struct EffectivenessCheckTests {
    private typealias Answer = EffectivenessCheck.Answer

    private func check(_ level: CheckLevel) throws -> EffectivenessCheck {
        var random = SeededRandom(seed: 7)
        return EffectivenessCheck(
            RecallOrder(try #require(LineagePattern("acme/atlas@5")), checks: level),
            try RecallSettings.make(),
            using: &random
        )
    }

    @Test(
        "levels are the share of paths that are probed",
        arguments: [
            (CheckLevel.all, 8), (.half, 4), (.tenth, 1), (.few, 1), (.none, 0),
        ]
    )
    func levels(level: CheckLevel, count: Int) throws {
        let probes = try check(level).probes
        #expect(probes.count == count)
        #expect(count == 8 || probes.allSatisfy(\.isClosed), "what the order closes is probed first")
    }

    @Test("it passes when closed paths turn probes away and open ones answer under other names, or not at all")
    func passes() throws {
        let check = try check(.all)
        let answers = check.probes.map { probe in
            (probe, probe.isClosed ? Answer.turnedAway : .answered(reported: "opal-1"))
        }
        let result = check.judge(answers, leaks: 0)
        #expect(result.fault == nil)
        #expect(result.findings == RecallFindings(probed: 8, paths: 8, leaks: 0))
        let dead = check.probes.map { ($0, $0.isClosed ? Answer.turnedAway : .failed("connect_refused")) }
        #expect(check.judge(dead, leaks: nil).fault == nil)
    }

    @Test("a dated name is the recalled model's; another use of the lineage, and a namesake, are none")
    func names() throws {
        let check = try check(.all)
        func judged(_ reported: String) -> Bool {
            let answers = check.probes.map { probe in
                (probe, probe.isClosed ? Answer.turnedAway : .answered(reported: reported))
            }
            return check.judge(answers, leaks: 0).fault == nil
        }
        for bad in ["atlas-5", "atlas-5-2026-06-09", "atlas-5@1", "acme.atlas-5"] { #expect(!judged(bad), "\(bad)") }
        for good in ["opal-1", "atlas-50", "atlas-5-mini", "atlas-", "x-atlas-5"] { #expect(judged(good), "\(good)") }
        var random = SeededRandom(seed: 7)
        let slice = RecallSlice([.model: ["atlas-cloud"]])
        let narrow = EffectivenessCheck(
            RecallOrder(try #require(LineagePattern("acme/atlas@5")), slice: slice, checks: .all),
            try RecallSettings.make(),
            using: &random
        )
        let answers = narrow.probes.map { probe in
            (probe, probe.isClosed ? Answer.turnedAway : .answered(reported: probe.isOfLineage ? "atlas-5" : "opal-1"))
        }
        #expect(
            narrow.judge(answers, leaks: 0).fault == nil,
            "what the order does not speak of may answer as it is called"
        )
    }

    @Test("it fails on one answer of a closed path, on a count, on a closed path that was asked in vain, on a name")
    func fails() throws {
        let check = try check(.all)
        let good = check.probes.map { probe in
            (probe, probe.isClosed ? Answer.turnedAway : .answered(reported: "opal-1"))
        }
        for index in good.indices {
            var answers = good
            let isClosed = answers[index].0.isClosed
            answers[index].1 = isClosed ? .answered(reported: nil) : .answered(reported: "atlas-5")
            let result = check.judge(answers, leaks: 0)
            #expect(result.fault?.contains(answers[index].0.model) == true)
            #expect(result.findings.leaks == 1)
            guard isClosed else { continue }
            answers[index].1 = .failed("connect_refused")
            #expect(check.judge(answers, leaks: 0).fault != nil, "it was asked, and only luck kept it from answering")
        }
        #expect(check.judge(good, leaks: 1).fault != nil)
    }
}
