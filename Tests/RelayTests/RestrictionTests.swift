import Control
import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

@testable import Relay

@Suite("Recalls, compiled")
struct RestrictionTests {
    private static let pattern = LineagePattern(Lineage(vendor: "acme", family: "atlas"))

    private func recall(
        _ id: String = "HF-RC-2026-0001",
        _ slice: [RecallSlice.Dimension: Set<String>] = [:],
        depth: RecallDepth = .newRequests,
        isDrill: Bool = false,
        _ moves: [RecallMove] = []
    ) -> Recall {
        var recall = Recall(
            id: id,
            order: RecallOrder(Self.pattern, slice: RecallSlice(slice), depth: depth, isDrill: isDrill),
            first: RecallMove(to: .declared, by: .uid(0)),
            at: 1,
            awareAt: nil,
            epoch: 1
        )
        for move in moves {
            try? recall.move(move, at: 2, epoch: 2, people: Recall.People(names: ["op_a": "Ada"]))
        }
        return recall
    }

    private func use(
        route: String = "support",
        _ operation: Operation = .conversation(.messages),
        tenant: String? = "acme",
        needs: RequestNeeds = [],
        tags: [String] = []
    ) -> Restriction.Use {
        Restriction.Use(route: route, operation: operation, tenant: tenant, needs: needs, tags: tags)
    }

    @Test("a whole recall covers everything, a slice what is in all of its dimensions")
    func covering() {
        #expect(Restriction(recall()).covers(use()) && Restriction(recall()).isTotal(on: "support"))
        let cases: [([RecallSlice.Dimension: Set<String>], Restriction.Use, Bool)] = [
            ([.route: ["support", "sales"]], use(), true), ([.route: ["sales"]], use(), false),
            ([.tenant: ["acme"]], use(), true), ([.tenant: ["acme"]], use(tenant: nil), false),
            ([.dialect: ["messages"]], use(), true), ([.dialect: ["responses"]], use(), false),
            ([.dialect: ["messages"]], use(.countTokens), true),
            ([.capability: ["tools"]], use(needs: [.tools, .images]), true),
            ([.capability: ["tools"]], use(needs: .images), false),
            ([.capability: ["embeddings"]], use(.embeddings), true), ([.capability: ["embeddings"]], use(), false),
            ([.capability: ["tools", "embeddings"]], use(.embeddings), true),
            ([.tag: ["purpose=triage"]], use(tags: ["team=a", "purpose=triage"]), true),
            ([.tag: ["purpose=triage"]], use(), false),
            ([.tag: ["purpose=triage"], .tenant: ["bank"]], use(tags: ["purpose=triage"]), false),
        ]
        for (slice, use, expected) in cases {
            #expect(Restriction(recall("r", slice)).covers(use) == expected, "\(slice) \(use)")
        }
        #expect(!Restriction(recall("r", [.tenant: ["acme"]])).isTotal(on: "support"))
        #expect(Restriction(recall("r", [.route: ["sales"]])).isTotal(on: "sales"))
        #expect(!Restriction(recall("r", [.route: ["sales"]])).isTotal(on: "support"))
    }

    @Test("D0 lets conversations go on that have begun")
    func newConversations() {
        let restriction = Restriction(recall(depth: .newConversations))
        #expect(restriction.covers(use()))
        #expect(!restriction.covers(use(needs: .history)) && !restriction.covers(use(needs: .foreignIDs)))
        #expect(!restriction.isTotal)
    }

    @Test("by model: lineage, model and region narrow when it is compiled, and what does not stand is left out")
    func table() {
        let models: [(name: String, place: Int, lineage: Lineage, region: String?)] = [
            ("eu", 0, Lineage(vendor: "acme", family: "atlas", version: "5"), "eu"),
            ("us", 1, Lineage(vendor: "acme", family: "atlas"), "us"),
            ("opal", 4, Lineage(vendor: "other", family: "opal"), "eu"),
        ]
        func reached(_ recalls: [Recall]) -> Set<String> {
            let table = RecallTable(recalls, models: models, reach: { $0.matches($1) })
            return Set(models.map(\.name).filter { !table.restrictions(onModel: $0).isEmpty })
        }
        #expect(reached([recall()]) == ["eu", "us"])
        #expect(reached([recall("r", [.model: ["us"]])]) == ["us"])
        #expect(reached([recall("r", [.region: ["eu"]])]) == ["eu"])
        #expect(reached([]) == [])
        #expect(RecallTable([], models: models, reach: { $0.matches($1) }).isEmpty)
        let signal = Recall(
            id: "s",
            order: RecallOrder(Self.pattern),
            first: RecallMove(to: .signal, by: .server),
            at: 1,
            awareAt: nil,
            epoch: 1
        )
        #expect(reached([signal]) == [])
    }

    @Test("shares are of conversations: even, steady, nested, and apart by tenant")
    func shares() {
        var places = [Int](repeating: 0, count: 100)
        let count = 40_000
        for number in 0..<count {
            let name = Array("conversation \(number)".utf8)
            let place = ConversationShare.place(of: name, tenant: "acme")
            #expect(place == ConversationShare.place(of: name, tenant: "acme"))
            places[Int(place)] += 1
        }
        for share in [10, 50] {
            let below = Double(places[..<share].reduce(0, +)), expected = Double(count * share / 100)
            let deviation = (expected * Double(100 - share) / 100).squareRoot()
            #expect(abs(below - expected) < 5 * deviation, "\(share) percent: \(below)")
        }
        let names = (0..<2000).map { Array("c\($0)".utf8) }
        let same = names.count {
            ConversationShare.place(of: $0, tenant: "a") == ConversationShare.place(of: $0, tenant: "b")
        }
        #expect(same < 60)
    }

    @Test("a conversation without a name is known by its first message, whatever follows")
    func beginnings() throws {
        func beginning(_ text: String) throws -> [UInt8] {
            ConversationShare.beginning(of: try JSONValue(parsing: Array(text.utf8)))
        }
        let first = try beginning(#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"hello"}]}"#)
        let later = try beginning(
            #"{"messages":[{"role":"user","content":"hello"},{"role":"assistant","content":"a"},{"role":"user","content":"b"}]}"#
        )
        #expect(first == later)
        #expect(try beginning(#"{"input":"hello"}"#) == first)
        #expect(try beginning(#"{"messages":[{"role":"user","content":"other"}]}"#) != first)
        #expect(try beginning("{}") == [])
    }
}
