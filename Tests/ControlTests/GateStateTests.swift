import Control
import Domain
import Foundation
import HoldfastTesting
import Testing

@Suite("What is known of models from their probes")
struct GateStateTests {
    private var state = ControlState()

    private static func certificate(
        _ id: String,
        _ outcome: Certificate.Outcome = .certified,
        model: String = "opal",
        policy: String = "clinic",
        hash: String = "ab",
        fingerprint: String? = "f1",
        expiresAt: UInt64 = 100
    ) -> ControlEvent {
        var certificate = ControlEventTests.certificate
        (certificate.id, certificate.outcome, certificate.model, certificate.policy) = (id, outcome, model, policy)
        (certificate.policyHash, certificate.fingerprint, certificate.expiresAt) = (hash, fingerprint, expiresAt)
        return .certificateIssued(certificate)
    }

    private static func fingerprint(_ to: String, model: String = "opal") -> ControlEvent {
        .fingerprintChanged(FingerprintChange(model: model, lineage: "acme/opal", from: nil, to: to))
    }

    private static func voided(_ id: String) -> ControlEvent {
        .certificateVoided(CertificateVoiding(id: id, by: .uid(0), reason: "r"))
    }

    private static func standing(_ events: [ControlEvent], hash: String = "ab", now: UInt64 = 50) -> GateState.Standing
    {
        var state = ControlState()
        for event in events { state.apply(event, at: 1) }
        return state.gate.standing(of: "opal", under: "clinic", hash: hash, now: now)
    }

    @Test(
        "the newest certificate that says something counts",
        arguments: [
            ([], .missing), ([certificate("a")], .valid(id: "a", until: 100)),
            ([certificate("a"), certificate("b", expiresAt: 200)], .valid(id: "b", until: 200)),
            // The newest, not the one that lasts longest.
            ([certificate("a", expiresAt: 200), certificate("b")], .valid(id: "b", until: 100)),
            ([certificate("a"), certificate("b", .refused)], .refused(id: "b")),
            ([certificate("a", .refused), certificate("b")], .valid(id: "b", until: 100)),
            ([certificate("a"), certificate("b", .inconclusive)], .valid(id: "a", until: 100)),
            ([certificate("a", .refused), certificate("b", .inconclusive)], .refused(id: "a")),
            ([certificate("a", .inconclusive)], .missing),
            ([certificate("a"), certificate("a", .refused)], .valid(id: "a", until: 100)),
            ([certificate("a"), voided("a")], .void(id: "a")),
            ([certificate("a"), voided("b")], .valid(id: "a", until: 100)),
            ([certificate("a"), voided("a"), certificate("b")], .valid(id: "b", until: 100)),
            // What an older one said does not come back.
            ([certificate("a"), certificate("b"), voided("b")], .void(id: "b")),
            ([certificate("a", .refused), voided("a")], .void(id: "a")),
            ([certificate("a", model: "jade")], .missing), ([certificate("a", policy: "other")], .missing),
            ([certificate("a"), certificate("b", .refused, model: "jade")], .valid(id: "a", until: 100)),
            ([certificate("a"), certificate("b", .refused, policy: "other")], .valid(id: "a", until: 100)),
        ] as [([ControlEvent], GateState.Standing)]
    )
    func newest(events: [ControlEvent], standing: GateState.Standing) {
        #expect(Self.standing(events) == standing)
    }

    @Test("time, another policy and another fingerprint make it stale; nothing makes a refusal better")
    func stale() {
        let valid = [Self.certificate("a")]
        #expect(Self.standing(valid, now: 99) == .valid(id: "a", until: 100))
        #expect(Self.standing(valid, now: 100) == .stale(id: "a", .expired))
        #expect(Self.standing(valid, hash: "cd") == .stale(id: "a", .policy))
        #expect(Self.standing(valid + [Self.fingerprint("f2")]) == .stale(id: "a", .fingerprint))
        #expect(Self.standing(valid + [Self.fingerprint("f2"), Self.fingerprint("f1")]) == .valid(id: "a", until: 100))
        #expect(Self.standing(valid + [Self.fingerprint("f2", model: "jade")]) == .valid(id: "a", until: 100))
        // Another certificate, under whatever policy, knows of what answers too.
        let other = Self.certificate("b", policy: "other", fingerprint: "f2")
        #expect(Self.standing(valid + [other]) == .stale(id: "a", .fingerprint))
        #expect(Self.standing([Self.certificate("a", fingerprint: nil), other]) == .valid(id: "a", until: 100))
        let refused = [Self.certificate("a", .refused), Self.fingerprint("f2")]
        #expect(Self.standing(refused, hash: "cd", now: 500) == .refused(id: "a"))
        #expect(Self.standing(valid + [Self.voided("a")], hash: "cd", now: 500) == .void(id: "a"))
    }

    @Test("what stands twice, or is voided twice or never stood, is a contradiction and changes nothing")
    mutating func contradictions() {
        let finding = ControlEvent.findingConfirmed(ControlEventTests.finding)
        for event in [Self.certificate("a"), finding, Self.voided("a")] { state.apply(event, at: 1) }
        let gate = state.gate
        #expect(state.contradictions == 0)
        var changes: [Bool] = []
        for event in [Self.certificate("a", .refused), finding, Self.voided("a"), Self.voided("x")] {
            changes.append(state.apply(event, at: 2))
        }
        #expect(changes == [false, false, false, false] && state.contradictions == 4 && state.gate == gate)
        #expect(gate.certificates["a"]?.voidedAt == 1 && gate.findings.count == 1)
    }

    @Test("any state comes back from its projection as it was, and the same state in the same bytes", arguments: 0..<50)
    func projection(seed: Int) throws {
        var random = SeededRandom(seed: seed)
        var state = ControlState()
        for index in 0..<120 { state.apply(ControlStateTests.event(&random), at: UInt64(index)) }
        #expect(!state.gate.certificates.isEmpty)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = try encoder.encode(state)
        let read = try JSONDecoder().decode(ControlState.self, from: bytes)
        #expect(read == state)
        #expect(try encoder.encode(read) == bytes)
    }
}
