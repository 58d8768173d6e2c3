import Control
import Settings
import Testing

@testable import Relay

@Suite("Who may serve a route that requires a policy")
struct GateViewTests {
    /// Each model's name is where it stands.
    private static let gate: GateState = {
        var state = ControlState()
        for event in events { state.apply(event, at: 1) }
        return state.gate
    }()

    private static let events: [ControlEvent] = [
        certificate("valid"), certificate("valid2"), certificate("expired", expiresAt: 10),
        certificate("changed", hash: "old"), certificate("other", fingerprint: "f1"),
        .fingerprintChanged(FingerprintChange(model: "other", lineage: "acme/other", from: "f1", to: "f2")),
        certificate("refused", .refused), certificate("void"),
        .certificateVoided(CertificateVoiding(id: "CT-void", by: .server, reason: "r")),
    ]

    private static func certificate(
        _ model: String,
        _ outcome: Certificate.Outcome = .certified,
        hash: String = "now",
        fingerprint: String? = nil,
        expiresAt: UInt64 = 1_000
    ) -> ControlEvent {
        .certificateIssued(
            Certificate(
                id: "CT-\(model)",
                model: model,
                lineage: "acme/\(model)",
                policy: "clinic",
                policyHash: hash,
                outcome: outcome,
                packs: [],
                fingerprint: fingerprint,
                seed: "1",
                run: "run",
                by: .server,
                expiresAt: expiresAt
            )
        )
    }

    private static let names = ["valid", "valid2", "expired", "changed", "other", "refused", "void", "missing"]

    private static func settings(_ mode: String) throws -> Settings {
        let document = """
            providers: {up: {kind: anthropic, credential: env:KEY}}
            lineages: {\(names.map { "acme/\($0): {}" }.joined(separator: ", "))}
            models:
            \(names.map { "  \($0): {provider: up, id: \($0), lineage: acme/\($0)}" }.joined(separator: "\n"))
            policies: {clinic: {packs: {demo: {ceiling: 5%}}}}
            routes: {support: {serve: [\(names.joined(separator: ", "))], require: {policy: clinic, mode: \(mode)}}}
            """
        return try SettingsLoader.load(text: document, file: "f.yaml", folder: "/etc/holdfast", home: "/")
    }

    private static func excluded(_ mode: String, _ candidates: String) throws -> [String: String] {
        let settings = try settings(mode)
        let view = GateView(settings, gate, hashes: ["clinic": "now"], now: 500)
        return view.excluded(candidates.split(separator: " ").map(String.init), settings.routes.first?.requirement)
    }

    @Test(
        "by mode and by who else could serve",
        arguments: [
            ("enforce", "valid", ""), ("enforce", "refused", "refused"), ("enforce", "void", "void"),
            ("enforce", "missing", "missing"), ("enforce", "valid refused missing void", "refused missing void"),
            // Old evidence is better than no service, unless somebody has better.
            ("enforce", "expired", ""), ("enforce", "changed other expired", ""),
            ("enforce", "expired refused", "refused"),
            ("enforce", "expired missing void", "missing void"), ("enforce", "expired valid", "expired"),
            ("enforce", "valid changed other", "changed other"), ("enforce", "valid valid2", ""), ("enforce", "", ""),
            ("strict", "valid", ""), ("strict", "expired", "expired"), ("strict", "changed other", "changed other"),
            ("strict", "valid expired refused void missing", "expired refused void missing"),
            ("report", "valid expired changed other refused void missing", ""), ("report", "missing", ""),
        ]
    )
    func table(mode: String, candidates: String, excluded: String) throws {
        let seen = try Self.excluded(mode, candidates)
        #expect(Set(seen.keys) == Set(excluded.split(separator: " ").map(String.init)), "\(seen)")
    }

    @Test("whoever is kept back is told of with a reason that names the certificate and the policy")
    func reasons() throws {
        let seen = try Self.excluded("strict", Self.names.joined(separator: " "))
        #expect(
            seen == [
                "expired": "its certificate CT-expired under `clinic` has expired",
                "changed": "the policy `clinic` has changed since CT-changed",
                "other": "what answers is no longer what CT-other certified under `clinic`",
                "refused": "the policy `clinic` refused it (CT-refused)",
                "void": "its certificate CT-void under `clinic` was voided",
                "missing": "it was never certified under the policy `clinic`",
            ]
        )
        #expect(GateView.words(.valid(id: "CT-1", until: 5), "clinic") == "certified under `clinic` by CT-1")
    }

    @Test(
        "time alone turns what is valid stale, a policy without a hash speaks for nobody, and without a requirement all serve"
    )
    func moments() throws {
        let settings = try Self.settings("enforce")
        func standing(_ hashes: [String: String], _ now: UInt64) -> GateState.Standing {
            GateView(settings, Self.gate, hashes: hashes, now: now).standing(of: "valid", under: "clinic")
        }
        #expect(standing(["clinic": "now"], 999) == .valid(id: "CT-valid", until: 1_000))
        #expect(standing(["clinic": "now"], 1_000) == .stale(id: "CT-valid", .expired))
        #expect(standing([:], 500) == .stale(id: "CT-valid", .policy))
        #expect(GateView.empty.standing(of: "valid", under: "clinic") == .missing)
        #expect(GateView.empty.excluded(["valid"], nil).isEmpty)
    }
}
