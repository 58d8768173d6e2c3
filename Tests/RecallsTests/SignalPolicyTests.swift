import Control
import Domain
import Recalls
import Settings
import Testing

@Suite("Signals: what becomes of them")
struct SignalPolicyTests {
    private func opening(
        _ kind: ModelSignal.Kind = .gone,
        _ model: String,
        _ recalls: [Recall] = [],
        now: UInt64 = 10_000_000,
        _ edit: (inout Settings) -> Void = { _ in }
    ) throws -> SignalPolicy.Opening? {
        var settings = try RecallSettings.make()
        edit(&settings)
        return SignalPolicy(settings, recalls: recalls, now: now).opening(for: ModelSignal(kind, model: model))
    }

    private func recall(_ order: RecallOrder, _ states: RecallState..., at: UInt64 = 1) throws -> Recall {
        var recall = Recall(
            id: "HF-RC-2026-0001",
            order: order,
            first: RecallMove(to: states[0], by: .server),
            at: at,
            awareAt: nil,
            epoch: 1
        )
        let people = Recall.People(names: ["op_a": "Ada"])
        for state in states.dropFirst() {
            try recall.move(RecallMove(to: state, by: .operator("op_a")), at: at, epoch: 2, people: people)
        }
        return recall
    }

    @Test("a model that is gone is held: this path alone, not its lineage")
    func hold() throws {
        let opening = try #require(try opening(.gone, "atlas-cloud"))
        #expect(opening.state == .held && !opening.pages)
        #expect(opening.order.lineage.description == "acme/atlas@5")
        #expect(opening.order.slice == RecallSlice([.model: ["atlas-cloud"]]))
        #expect(opening.order.reason == .availability && opening.order.origin == .upstream)
    }

    @Test("where a route would have no model left nothing is held, and a person is called", arguments: ["tuned"])
    func last(model: String) throws {
        let opening = try #require(try opening(.gone, model))
        #expect(opening.state == .signal && opening.pages)
    }

    @Test("a model that another recall holds back, or outside the boundary, counts as none")
    func lastOfHeld() throws {
        let others = try ["atlas-any", "opal", "atlas-cloud"].map { name in
            let lineage =
                name == "opal" ? Lineage(vendor: "other", family: "opal") : Lineage(vendor: "acme", family: "atlas")
            return try recall(RecallOrder(LineagePattern(lineage), slice: RecallSlice([.model: [name]])), .held)
        }
        #expect(try opening(.gone, "atlas", others)?.state == .signal)
        #expect(try opening(.gone, "atlas", [others[1]])?.state == .held)
        let bounded = try opening(.gone, "atlas") { settings in
            settings.routes[0].boundary.regions = ["eu"]
            settings.routes[0].serve = ["atlas", "atlas-cloud"]
            settings.routes.removeLast(3)
        }
        #expect(bounded?.state == .signal, "the other one lies outside the route's regions")
    }

    @Test("what is known already, or held back anyway, raises nothing")
    func known() throws {
        let order = try #require(try opening(.gone, "atlas")).order
        for state in [RecallState.signal, .held] { #expect(try opening(.gone, "atlas", [recall(order, state)]) == nil) }
        let whole = RecallOrder(LineagePattern(Lineage(vendor: "acme", family: "atlas")))
        #expect(try opening(.gone, "atlas", [recall(whole, .declared)]) == nil)
        let narrow = RecallOrder(whole.lineage, slice: RecallSlice([.tenant: ["t"]]))
        #expect(try opening(.gone, "atlas", [recall(narrow, .declared)]) != nil)
        let drill = RecallOrder(whole.lineage, isDrill: true)
        #expect(try opening(.gone, "atlas", [recall(drill, .declared)]) != nil)
    }

    @Test("what somebody dismissed stays quiet for an hour")
    func quiet() throws {
        let order = try #require(try opening(.gone, "atlas")).order
        let dismissed = try recall(order, .held, .dismissed, at: 1_000_000)
        #expect(try opening(.gone, "atlas", [dismissed], now: 1_000_000 + 3_599_999) == nil)
        #expect(try opening(.gone, "atlas", [dismissed], now: 1_000_000 + 3_600_000) != nil)
    }

    @Test(
        "the settings decide: nothing, notify, hold",
        arguments: [
            (Signals.Answer.nothing, RecallState?.none), (.notify, .signal), (.hold, .held),
        ]
    )
    func policy(answer: Signals.Answer, state: RecallState?) throws {
        #expect(try opening(.gone, "atlas") { $0.signals.modelGone = answer }?.state == state)
        #expect(try opening(.retirement(on: "2026-12-31"), "atlas") { $0.signals.retirement = answer }?.state == state)
    }

    @Test("an announced end is told once a date, also after it was dismissed")
    func retirement() throws {
        let opening = try #require(try opening(.retirement(on: "2026-12-31"), "atlas"))
        #expect(opening.state == .signal && opening.order.kind == .retirement)
        #expect(opening.order.notice == "Its vendor ends it on 2026-12-31.")
        let dismissed = try recall(opening.order, .signal, .dismissed)
        #expect(try self.opening(.retirement(on: "2026-12-31"), "atlas", [dismissed]) == nil)
        #expect(try self.opening(.retirement(on: "2027-01-31"), "atlas", [dismissed]) != nil)
    }

    @Test("a model that the settings do not name raises nothing")
    func stranger() throws {
        #expect(try opening(.gone, "whatever a caller typed") == nil)
    }
}
