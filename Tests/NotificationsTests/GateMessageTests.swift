import Control
import Domain
import JSON
import Notifications
import Testing

@Suite("Webhook messages of the gate")
struct GateMessageTests {
    /// 2026-06-12T21:30:00Z.
    private static let start: UInt64 = 1_781_299_800_000

    private static func certificate(
        _ id: String,
        _ outcome: Certificate.Outcome,
        policy: String = "clinic"
    ) -> ControlEvent {
        .certificateIssued(
            Certificate(
                id: id,
                model: "secret-name",
                lineage: "acme/opal",
                policy: policy,
                policyHash: "ab",
                outcome: outcome,
                packs: [],
                fingerprint: nil,
                seed: "1",
                run: "secret-run",
                by: .uid(0),
                expiresAt: start + 1_000_000
            )
        )
    }

    private static let finding = ControlEvent.findingConfirmed(
        Finding(
            id: "F",
            model: "secret-name",
            lineage: "acme/opal",
            pack: "leak-core",
            packVersion: 1,
            probes: ["secret-probe"],
            rate: Rate(point: 500_000, low: 1, high: 999_999, count: 10),
            hits: 5,
            severity: "high",
            tags: [],
            evidence: ["secret-hash"],
            cjs: Finding.CJS(),
            fingerprint: nil,
            run: ""
        )
    )

    private static func changed(from: String?) -> ControlEvent {
        .fingerprintChanged(FingerprintChange(model: "secret-name", lineage: "acme/opal", from: from, to: "22"))
    }

    private static func voided(_ id: String) -> ControlEvent {
        .certificateVoided(CertificateVoiding(id: id, by: .uid(7), reason: "secret reason"))
    }

    /// What each event's message says of its kind; empty where there is none.
    private static func kinds(_ events: [ControlEvent], isPrivate: Bool = false) throws -> [(String, String)] {
        var state = ControlState()
        for (index, event) in events.enumerated() { state.apply(event, at: start + UInt64(index)) }
        return try events.enumerated().map { index, event in
            let message = WebhookMessage(
                event,
                id: "e\(index)",
                index: index,
                recordedAt: start + UInt64(index),
                in: state,
                isPrivate: isPrivate
            )
            guard let message else { return ("", "") }
            let body = try JSONValue(parsing: message.body)
            return (body["kind"]?.string ?? "?", String(decoding: message.body, as: UTF8.self))
        }
    }

    @Test("a refusal, its all-clear, a voided certificate, a finding and another fingerprint are told, each once")
    func told() throws {
        let events = [
            // The first certificate is no all-clear, nor is one that follows a certificate or another policy's refusal.
            Self.certificate("a", .certified), Self.certificate("b", .certified),
            Self.certificate("o", .refused, policy: "p"),
            Self.certificate("c", .certified), Self.certificate("d", .refused), Self.certificate("d", .refused),
            Self.certificate("e", .inconclusive), Self.certificate("f", .certified), Self.voided("f"), Self.voided("f"),
            Self.certificate("g", .certified), Self.finding, Self.finding, Self.changed(from: nil),
            Self.changed(from: "11"), .findingReopened(FindingReopening(id: "F", by: .uid(0), reason: "r")),
        ]
        #expect(
            try Self.kinds(events).map(\.0) == [
                "", "", "certificate.refused", "", "certificate.refused", "", "", "certificate.cleared",
                "certificate.voided", "", "certificate.cleared", "finding.confirmed", "", "", "fingerprint.changed", "",
            ]
        )
    }

    @Test("they hold public words only, unless the endpoint may see more")
    func words() throws {
        let events = [
            Self.certificate("d", .refused), Self.certificate("f", .certified), Self.voided("f"), Self.finding,
            Self.changed(from: "11"),
        ]
        let open = try Self.kinds(events).map(\.1)
        #expect(open.allSatisfy { !$0.isEmpty && !$0.contains("secret") }, "\(open)")
        #expect(open[0].contains(#""text":"d: acme/opal was refused under the policy clinic""#), "\(open[0])")
        #expect(open[3].contains(#""finding":{"hits":5,"id":"F","lineage":"acme/opal""#), "\(open[3])")
        let closed = try Self.kinds(events, isPrivate: true).map(\.1)
        #expect(closed.count { $0.contains("secret") } == 5)
        #expect(
            !closed.contains { $0.contains("secret-hash") || $0.contains("secret-probe") || $0.contains("secret-run") }
        )
    }

    @Test(
        "what no event tells of a certificate has the same id after every start, and says why",
        arguments: [
            (.expired, "certificate.stale", "a/stale/expired", "has expired"),
            (.policy, "certificate.stale", "a/stale/policy", "is stale: the policy has changed since"),
            (
                .fingerprint, "certificate.stale", "a/stale/fingerprint",
                "is stale: what answers declares another fingerprint"
            ),
            (
                .expiring, "certificate.expiring", "a/expiring",
                "expires at 2026-06-12T21:46:40.000Z, and nothing has renewed it"
            ),
        ] as [(CertificateAlarm.Reason, String, String, String)]
    )
    func alarms(reason: CertificateAlarm.Reason, kind: String, id: String, words: String) throws {
        var state = ControlState()
        let alarm = CertificateAlarm(certificate: "a", reason: reason, since: Self.start)
        #expect(WebhookMessage(alarm, in: state, isPrivate: false) == nil)
        state.apply(Self.certificate("a", .certified), at: Self.start)
        let message = try #require(WebhookMessage(alarm, in: state, isPrivate: false))
        let body = try JSONValue(parsing: message.body)
        #expect(message.id == id && body["kind"]?.string == kind && body["reason"]?.string == reason.rawValue)
        #expect(body["text"]?.string == "a of acme/opal under the policy clinic \(words)")
        let closed = try #require(WebhookMessage(alarm, in: state, isPrivate: true))
        #expect(String(decoding: closed.body, as: UTF8.self).contains("a of secret-name under"))
    }
}
