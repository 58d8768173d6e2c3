import Control
import Domain
import Reports
import Settings
import Testing

/// A recall from the first sign to its closing, told step by step; each step is an hour after the one before.
struct IncidentBench {
    static let aware: UInt64 = 1_800_000_000_000
    static let hour: UInt64 = 3_600_000
    static let mark = "PRIVATE|MARK*"

    static let id = "HF-IN-2026-0001"
    private static let recall = "HF-RC-2026-0001"

    let settings: Settings

    init(_ regimes: String = "eu-ai-act-73, cert-in, gpai-code, dpdp, ny-raise, ca-sb-53, cra-14") throws {
        settings = try CardBench.load(CardBench.settingsText + "incidents: {regimes: [\(regimes)]}\n")
    }

    static func order(_ recallClass: RecallClass = .two, isDrill: Bool = false) throws -> RecallOrder {
        RecallOrder(
            try #require(LineagePattern("acme/opal")),
            slice: RecallSlice([.tenant: ["tenant-a"]]),
            recallClass: recallClass,
            isDrill: isDrill,
            notice: "Tells | *secrets*.",
            findings: ["HF-FD-2026-0001", "HF-FD-2026-0404"]
        )
    }

    static func opening(
        _ state: RecallState,
        _ recallClass: RecallClass = .two,
        by actor: Actor = .operator("op_a"),
        isDrill: Bool = false
    ) throws -> ControlEvent {
        .recallOpened(
            RecallOpening(
                id: isDrill ? "HF-DR-2026-0001" : recall,
                order: try order(recallClass, isDrill: isDrill),
                move: RecallMove(to: state, by: actor, reason: "why \(mark)")
            )
        )
    }

    static func step(
        _ state: RecallState,
        share: Int? = nil,
        by actor: Actor = .operator("op_b"),
        recallClass: RecallClass? = nil,
        findings: RecallFindings? = nil,
        evidence: [String] = []
    ) -> ControlEvent {
        .recallMoved(
            RecallMoving(
                id: recall,
                move: RecallMove(
                    to: state,
                    share: share,
                    by: actor,
                    evidence: evidence,
                    recallClass: recallClass,
                    notice: state == .declared ? "It tells secrets." : nil,
                    findings: findings
                )
            )
        )
    }

    static func reported(_ regime: Regime, _ incident: String = id) -> ControlEvent {
        .incidentReported(
            IncidentReport(id: incident, regime: regime.rawValue, reference: "case \(mark)", by: .operator("op_b"))
        )
    }

    /// The finding is entry 0, the signal entry 1.
    static func story() throws -> [ControlEvent] {
        var certificate = CardBench.certificate(
            "HF-CT-2026-0007",
            model: "opal",
            lineage: "acme/opal@2",
            hits: 0,
            scored: 300
        )
        certificate.recall = recall
        return [
            .findingConfirmed(CardBench.finding), try opening(.signal), step(.held),
            step(.declared, evidence: ["ab12"]),
            step(.executing, by: .server, findings: RecallFindings(effectMicroseconds: 900)),
            step(.contained, by: .server, findings: RecallFindings(probed: 2, paths: 3, leaks: 0)),
            step(.correcting), step(.recertifying), .certificateIssued(certificate), step(.reinstating, share: 10),
            step(.clear), step(.closed),
        ]
    }

    /// - Parameter count: of events that have happened.
    func state(_ events: [ControlEvent], _ count: Int? = nil) -> ControlState {
        var state = ControlState()
        for (index, event) in events.prefix(count ?? events.count).enumerated() {
            state.apply(event, at: Self.aware + UInt64(index) * Self.hour, awareAt: Self.aware)
        }
        return state
    }

    func incident(_ events: [ControlEvent], _ count: Int? = nil) -> Incident? {
        Incident.all(state(events, count), settings).first
    }
}
