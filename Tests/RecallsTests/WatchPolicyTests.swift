import Control
import Domain
import Recalls
import Settings
import Testing

@Suite("What follows from what the watch found")
struct WatchPolicyTests {
    private static let now: UInt64 = 1_800_000_000_000
    private var state = ControlState()

    // MARK: What stands

    private static func finding(
        _ number: Int = 1,
        of model: String = "atlas",
        lineage: String = "acme/atlas@5",
        severity: String = "high",
        low: Int = 60_000,
        run: String = "watch_a.leak"
    ) -> Finding {
        Finding(
            id: "HF-FD-2027-000\(number)",
            model: model,
            lineage: lineage,
            pack: "leak",
            packVersion: 1,
            probes: ["leak/door/plain"],
            rate: Rate(point: 500_000, low: low, high: 900_000, count: 60),
            hits: 30,
            severity: severity,
            tags: [],
            evidence: [],
            cjs: Finding.CJS(),
            fingerprint: nil,
            run: run
        )
    }

    private mutating func confirm(_ finding: Finding, at: UInt64 = now, weak: [String] = [], isMeasured: Bool = true) {
        state.apply(.findingConfirmed(finding), at: at)
        guard isMeasured else { return }
        measure(finding.id, weak: weak)
    }

    private mutating func measure(
        _ finding: String,
        weak: [String] = [],
        proposal: FindingBreadth.Proposal = .init(.two)
    ) {
        let breadth = FindingBreadth(
            id: finding,
            breadth: .undetermined,
            categories: [],
            siblings: weak.map { .init(lineage: $0, hits: 3, scored: 40) }
                + [.init(lineage: "acme/firm", hits: 0, scored: 40)],
            trials: 0,
            transfers: nil,
            proposal: proposal,
            run: "watch_a"
        )
        state.apply(.findingMeasured(breadth), at: Self.now)
    }

    /// What the model's certificate allows of the pack.
    private mutating func certify(_ model: String = "atlas", ceiling: Int, policy: String = "firm") {
        let certificate = Certificate(
            id: "HF-CT-2027-\(model)-\(policy)",
            model: model,
            lineage: "acme/atlas@5",
            policy: policy,
            policyHash: "",
            outcome: .certified,
            packs: [
                .init(
                    pack: "leak",
                    version: 1,
                    hash: "",
                    detectors: [],
                    trials: 100,
                    hits: 0,
                    scored: 100,
                    unscored: 0,
                    errors: 0,
                    rate: nil,
                    ceiling: ceiling,
                    level: 950_000,
                    leastScored: 900_000,
                    outcome: .certified,
                    reason: ""
                )
            ],
            fingerprint: nil,
            seed: "1",
            run: "run_a",
            by: .server,
            expiresAt: .max
        )
        state.apply(.certificateIssued(certificate), at: 1)
    }

    private mutating func open(
        _ number: Int,
        _ order: RecallOrder,
        _ first: RecallState,
        by: Actor = .server,
        _ moves: [RecallMove] = [],
        at: UInt64 = now
    ) {
        let id = "HF-RC-2027-000\(number)"
        state.apply(
            .recallOpened(RecallOpening(id: id, order: order, move: RecallMove(to: first, by: by))),
            at: at
        )
        for move in moves { state.apply(.recallMoved(RecallMoving(id: id, move: move)), at: at) }
    }

    private static let way: [RecallMove] = [.executing, .contained, .correcting, .recertifying].map {
        RecallMove(to: $0, by: .server)
    }
    private static let returning = way + [RecallMove(to: .reinstating, share: 10, by: .server)]

    private func policy(
        _ answer: Watch.Answer = .hold,
        certified: @escaping ServingModels.Certified = { $1 },
        now: UInt64 = now,
        edit: (inout Settings) -> Void = { _ in }
    ) throws -> WatchPolicy {
        var settings = try RecallSettings.make()
        settings.watch.onFinding = answer
        edit(&settings)
        return WatchPolicy(
            settings,
            state,
            isWatchs: { $0.run.hasPrefix("watch_") },
            certified: certified,
            now: now
        )
    }

    // MARK: Findings

    @Test(
        "the settings decide: nothing, a hold of just the one model, or a recall that is only prepared",
        arguments: [(Watch.Answer.notify, RecallState?.none), (.hold, .held), (.draft, .signal)]
    )
    mutating func answers(answer: Watch.Answer, state expected: RecallState?) throws {
        confirm(Self.finding())
        let openings = try policy(answer).openings
        #expect(openings.map(\.state) == (expected.map { [$0] } ?? []))
        guard let opening = openings.first else { return }
        #expect(opening.finding == "HF-FD-2027-0001" && opening.model == "atlas" && opening.prepared == nil)
        #expect(
            opening.order.slice == RecallSlice([.model: ["atlas"]])
                && opening.order.lineage.description == "acme/atlas@5"
        )
        #expect(opening.order.findings == [opening.finding] && opening.order.origin == .monitor && !opening.pages)
        #expect(opening.order.kind == .correction && opening.order.reason == .safety)
        #expect(opening.reason.contains("30 of 60 trials hit again"))
    }

    @Test("a class that the breadth proposes is taken, and else one by the severity")
    mutating func classes() throws {
        let severities: [(String, RecallClass)] = [("critical", .one), ("high", .two), ("medium", .three)]
        for (severity, recallClass) in severities {
            state = ControlState()
            confirm(Self.finding(severity: severity), at: Self.now - 600_000, isMeasured: false)
            #expect(try policy().openings.map(\.order.recallClass) == [recallClass])
        }
        measure("HF-FD-2027-0001", proposal: .init(.one))
        #expect(try policy().openings.map(\.order.recallClass) == [.one])
    }

    @Test("it waits for the substitutes to be tried, ten minutes and no longer, and after a week people have decided")
    mutating func patience() throws {
        confirm(Self.finding(), isMeasured: false)
        let week: UInt64 = 7 * 86_400_000
        for (age, count) in [(0, 0), (599_999, 0), (600_000, 1), (week - 1, 1), (week, 0)] as [(UInt64, Int)] {
            #expect(try policy(now: Self.now + age).openings.count == count, "after \(age)")
        }
        measure("HF-FD-2027-0001")
        #expect(try policy().openings.count == 1)
    }

    @Test(
        "of what is answered, closed, of a certification, or of a model that is gone or held back, nothing follows",
        arguments: 0..<6
    )
    mutating func settled(place: Int) throws {
        var finding = Self.finding()
        if place == 0 { finding.run = "run_a.leak" }
        if place == 1 { finding.model = "gone" }
        confirm(finding)
        let whole = LineagePattern(Lineage(vendor: "acme", family: "atlas"))
        switch place {
        case 2: open(1, RecallOrder(whole, slice: RecallSlice([.tenant: ["t"]]), findings: [finding.id]), .declared)
        case 3: open(1, RecallOrder(whole), .declared)
        case 4:
            state.apply(
                .findingClosed(FindingClosing(id: finding.id, outcome: .accepted, by: .server, reason: "")),
                at: Self.now
            )
        case 5:
            open(1, RecallOrder(whole, findings: [finding.id]), .signal, [RecallMove(to: .dismissed, by: .uid(7))])
        default: break
        }
        #expect(try policy().openings.isEmpty)
    }

    @Test("a drill, or a recall of a part of the traffic, keeps nothing from being held")
    mutating func beside() throws {
        confirm(Self.finding())
        let whole = LineagePattern(Lineage(vendor: "acme", family: "atlas"))
        open(1, RecallOrder(whole, isDrill: true), .declared)
        open(2, RecallOrder(whole, slice: RecallSlice([.tenant: ["t"]])), .declared)
        #expect(try policy().openings.map(\.state) == [.held])
    }

    // MARK: Who serves instead

    @Test("the last model that serves a route is not held, and a person is called")
    mutating func last() throws {
        confirm(Self.finding(of: "tuned", lineage: "bank/tuned-again"))
        let opening = try #require(try policy().openings.first)
        #expect(opening.state == .signal && opening.pages && opening.reason.contains("no model left"))
        let drafted = try #require(try policy(.draft).openings.first)
        #expect(!drafted.pages, "nobody wanted it held")
    }

    @Test("a substitute counts as one only where it may serve, serves, and is not as weak")
    mutating func substitutes() throws {
        let route: (inout Settings) -> Void = { settings in
            settings.routes.removeAll { $0.name != "support" }
            settings.routes[0].serve = ["atlas", "opal"]
        }
        confirm(Self.finding())
        #expect(try policy(edit: route).openings.map(\.state) == [.held])
        let uncertified = try policy(certified: { _, models in models.filter { $0 != "opal" } }, edit: route).openings
        #expect(uncertified.map(\.state) == [.signal] && uncertified.allSatisfy(\.pages))
        let outside = try policy(edit: {
            route(&$0)
            $0.routes[0].boundary.vendors = ["acme"]
        })
        #expect(outside.openings.map(\.state) == [.signal])
        measure("HF-FD-2027-0001", weak: ["other/opal"])
        let weak = try #require(try policy(edit: route).openings.first)
        #expect(weak.state == .signal && weak.pages && weak.reason.contains("the same weakness"))
        measure("HF-FD-2027-0001")
        open(1, RecallOrder(LineagePattern(Lineage(vendor: "other", family: "opal"))), .declared)
        let alone = try #require(try policy(edit: route).openings.first)
        #expect(alone.state == .signal && alone.pages && alone.reason.contains("no model left"))
    }

    @Test("a third model that is firm serves instead of a weak one")
    mutating func third() throws {
        confirm(Self.finding(), weak: ["other/opal"])
        let openings = try policy(edit: {
            $0.routes.removeAll { $0.name != "support" }
            $0.routes[0].serve = ["atlas", "opal", "mini"]
        }).openings
        #expect(openings.map(\.state) == [.held] && !openings.contains(where: \.pages))
    }

    // MARK: How sure

    @Test(
        "it is held where the rate lies beyond doubt above what the policies of the model's routes allow, and else prepared",
        arguments: [
            (60_001, [60_000], .held), (60_000, [60_000], .signal), (50_001, [], .held), (50_000, [], .signal),
            (30_000, [60_000, 20_000], .held), (20_000, [60_000, 20_000], .signal),
        ] as [(Int, [Int], RecallState)]
    )
    mutating func doubt(low: Int, ceilings: [Int], expected: RecallState) throws {
        confirm(Self.finding(low: low))
        let openings = try policy(edit: { settings in
            settings.policies = ceilings.enumerated().map { place, ceiling in
                Policy(name: "p\(place)", packs: [.init(pack: "leak", ceiling: ceiling)])
            }
            guard let route = settings.routes.first(where: { $0.serve.contains("atlas") }) else { return }
            for policy in settings.policies {
                var other = route
                other.name = policy.name
                other.requirement = .init(policy: policy.name, mode: .report)
                settings.routes.append(other)
            }
        }).openings
        #expect(openings.map(\.state) == [expected] && !openings.contains(where: \.pages))
    }

    @Test("what was prepared is held by a later finding that leaves no doubt, and prepared only once")
    mutating func prepared() throws {
        certify(ceiling: 50_000)
        confirm(Self.finding(low: 10_000))
        let first = try #require(try policy().openings.first)
        #expect(first.state == .signal && first.prepared == nil)
        open(1, first.order, .signal)
        #expect(try policy().openings.isEmpty)
        confirm(Self.finding(2, low: 20_000))
        #expect(try policy().openings.isEmpty, "one is enough for a person to look at")
        confirm(Self.finding(3, low: 60_000))
        let held = try policy().openings
        #expect(held.map(\.finding) == ["HF-FD-2027-0003"])
        #expect(held.map(\.state) == [.held] && held.map(\.prepared) == ["HF-RC-2027-0001"])
    }

    @Test(
        "what a person prepared, or the server for another reason, is not held by a finding",
        arguments: [true, false]
    )
    mutating func preparedByOthers(isPersons: Bool) throws {
        confirm(Self.finding())
        let order = RecallOrder(
            LineagePattern(Lineage(vendor: "acme", family: "atlas", version: "5")),
            slice: RecallSlice([.model: ["atlas"]]),
            origin: isPersons ? .monitor : .upstream
        )
        open(1, order, .signal, by: isPersons ? .operator("op_a") : .server)
        #expect(try policy().openings.map(\.prepared) == [nil])
    }

    // MARK: Returns

    private mutating func alarm(
        _ kind: WatchAlarm.Kind = .weakness,
        of model: String = "atlas",
        at: UInt64
    ) {
        let alarm = WatchAlarm(
            id: "HF-WA-2027-0001",
            kind: kind,
            level: .warn,
            model: model,
            lineage: "acme/atlas@5",
            policy: "firm",
            stream: "leak",
            certificate: nil,
            baseline: nil,
            trials: 1,
            hits: 1,
            evidence: 0,
            line: 0,
            probe: nil,
            reason: "a probe hit"
        )
        state.apply(.watchAlarmed(alarm), at: at)
    }

    private mutating func returns(_ order: RecallOrder? = nil, _ moves: [RecallMove] = returning) {
        open(1, order ?? RecallOrder(LineagePattern(Lineage(vendor: "acme", family: "atlas"))), .declared, moves)
    }

    @Test(
        "an alarm about the model itself during its return ends that; one of another model, or of service, does not",
        arguments: [
            (.weakness, "atlas", 0, true), (.weakness, "atlas", 5, true), (.servedModel, "atlas", 5, true),
            (.weakness, "atlas-cloud", 5, true), (.weakness, "tuned", 5, true), (.weakness, "atlas", -1, true),
            (.weakness, "opal", 5, false), (.weakness, "mini", 5, false), (.service, "atlas", 5, false),
            (.measurement, "atlas", 5, false),
        ] as [(WatchAlarm.Kind, String, Int, Bool)]
    )
    mutating func relapse(kind: WatchAlarm.Kind, model: String, after: Int, ends: Bool) throws {
        returns()
        // What the ledger has later is later, whatever its clock says.
        alarm(kind, of: model, at: Self.now.advanced(by: after))
        let relapses = try policy(.notify).relapses
        #expect(relapses.map(\.recall) == (ends ? ["HF-RC-2027-0001"] : []))
        #expect(relapses.allSatisfy { $0.reason == "HF-WA-2027-0001: a probe hit" })
    }

    @Test("one of before it does not, even of the same millisecond", arguments: [0, 5])
    mutating func before(after: Int) throws {
        alarm(at: Self.now.advanced(by: after))
        confirm(Self.finding(), at: Self.now.advanced(by: after))
        returns()
        #expect(try policy(.notify).relapses.isEmpty)
    }

    @Test("so does an alarm that is over by now, and a finding of the watch; one of a certification not")
    mutating func relapseOfFinding() throws {
        confirm(Self.finding(2), at: Self.now + 1)
        returns()
        confirm(Self.finding(run: "run_b.leak"), at: Self.now + 1)
        confirm(Self.finding(3, of: "opal"), at: Self.now + 1)
        #expect(try policy().relapses.isEmpty)
        confirm(Self.finding(4), at: Self.now)
        #expect(try policy().relapses.map(\.reason) == ["the watch confirmed HF-FD-2027-0004 while it returned"])
        alarm(at: Self.now + 2)
        state.apply(
            .watchCleared(WatchClearing(id: "HF-WA-2027-0001", by: .server, reason: "")),
            at: Self.now + 3
        )
        #expect(try policy().relapses.map(\.reason) == ["HF-WA-2027-0001: a probe hit"])
    }

    private mutating func move(_ moves: RecallMove...) {
        for move in moves {
            state.apply(.recallMoved(RecallMoving(id: "HF-RC-2027-0001", move: move)), at: Self.now + 6)
        }
    }

    @Test("an alarm just before a person goes on to the next stage is not passed over; the next return begins anew")
    mutating func stages() throws {
        returns()
        alarm(at: Self.now + 5)
        move(RecallMove(to: .reinstating, share: 50, by: .uid(7)))
        #expect(try policy().relapses.map(\.reason) == ["HF-WA-2027-0001: a probe hit"])
        move(RecallMove(to: .held, by: .server))
        #expect(try policy().relapses.isEmpty, "it was acted on")
        move(RecallMove(to: .declared, by: .uid(7)))
        for move in Self.returning { self.move(move) }
        #expect(try policy().relapses.isEmpty)
        move(RecallMove(to: .clear, by: .uid(7)))
        #expect(try policy().relapses.isEmpty, "it has returned")
    }

    @Test("what does not return has no relapse")
    mutating func elsewhere() throws {
        for moves in [[], Self.way, Self.returning + [RecallMove(to: .held, by: .server)]] {
            state = ControlState()
            returns(nil, moves)
            alarm(at: Self.now + 5)
            #expect(try policy().relapses.isEmpty)
        }
        state = ControlState()
        returns(RecallOrder(LineagePattern(Lineage(vendor: "acme", family: "atlas")), isDrill: true))
        alarm(at: Self.now + 5)
        #expect(try policy().relapses.isEmpty, "a drill returns nothing")
    }
}
