import Control
import Domain
import JSON
import Reports
import Settings
import Testing

/// Advisories of the story of `CardBench`, and of recalls at each of their states.
struct AdvisoryBench {
    static let address = "https://status.bank.example/"
    static let now: UInt64 = 1_700_000_900_000

    var bench: CardBench

    init(_ events: [ControlEvent]? = nil) throws { bench = try CardBench(events) }

    func incidents() -> [StatusBoard.Incident] {
        let serving = [
            Self.line("acme/opal@2", "does not serve", isCertified: false),
            Self.line("acme/jade", "serves", isCertified: true),
        ]
        return StatusMaker(bench.settings, bench.state, since: nil, now: Self.now).incidents(serving: [
            "support": serving
        ])
    }

    func advisories(address: String? = address) throws -> [Advisory] {
        let state = bench.state
        let maker = try AdvisoryMaker(bench.settings, state, origin: "holdfast/ab", address: address) { model, policy in
            state.gate.standing(
                of: .init(name: model.name, lineage: model.lineage.description, upstream: ""),
                under: policy.name,
                hash: "ab",
                now: Self.now
            )
        }
        return incidents().map { maker.advisory(of: $0) }
    }

    func advisory(address: String? = address) throws -> Advisory {
        try #require(try advisories(address: address).first)
    }

    private static func line(_ lineage: String, _ place: String, isCertified: Bool) -> Card.Serving {
        .init(lineage: lineage, isRehearsal: false, region: nil, isCertified: isCertified, place: place, because: "")
    }

    // MARK: Lives

    static let id = "HF-RC-2026-0001"

    /// The states that a recall goes through from when something is held back, as far as its end.
    static let mended: [RecallState] = [
        .held, .declared, .executing, .contained, .correcting, .recertifying, .reinstating, .reinstating, .clear,
        .closed,
    ]
    static let retired: [RecallState] = [.declared, .executing, .contained, .retired, .closed]
    static let released: [RecallState] = [.held, .dismissed]

    /// The story's findings and certificates, and a recall that has gone through these states.
    static func events(_ states: [RecallState], of text: String = "acme/opal", kind: RecallKind = .recall) throws
        -> [ControlEvent]
    {
        let pattern = try #require(LineagePattern(text))
        var shares = [50, 10]
        let moves = states.map { state in
            RecallMove(
                to: state,
                share: state == .reinstating ? shares.popLast() : nil,
                by: .operator("op_a"),
                reason: "why-\(CardBench.mark)",
                statement: "tried-\(CardBench.mark)",
                waiver: "alone-\(CardBench.mark)",
                findings: state == .contained ? RecallFindings(probed: 4, paths: 4, leaks: 0) : nil
            )
        }
        let order = RecallOrder(
            pattern,
            slice: RecallSlice([.tenant: ["tenant-\(CardBench.mark)"]]),
            kind: kind,
            notice: "Gives | <b>secrets</b> away.",
            findings: ["HF-FD-2026-0001"]
        )
        let first = try #require(moves.first)
        return Array(CardBench.story(of: pattern).prefix(5)) + [.recallOpened(.init(id: id, order: order, move: first))]
            + moves.dropFirst().map { .recallMoved(.init(id: id, move: $0)) }
    }
}
