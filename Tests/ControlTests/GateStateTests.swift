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

    private static let opal = GateState.Candidate(name: "opal", lineage: "maker/atlas@5", upstream: "up/opal-1")

    private static func fingerprint(_ to: String, model: String = "opal") -> ControlEvent {
        .fingerprintChanged(FingerprintChange(model: model, lineage: "acme/opal", from: nil, to: to))
    }

    private static func voided(_ id: String) -> ControlEvent {
        .certificateVoided(CertificateVoiding(id: id, by: .uid(0), reason: "r"))
    }

    private static func standing(
        _ events: [ControlEvent],
        of model: GateState.Candidate = opal,
        hash: String = "ab",
        now: UInt64 = 50
    ) -> GateState.Standing {
        var state = ControlState()
        for event in events { state.apply(event, at: 1) }
        return state.gate.standing(of: model, under: "clinic", hash: hash, now: now)
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

    @Test("a model that is put in the place of another under the same name holds none of its certificates")
    func swapped() {
        var certificate = ControlEventTests.certificate
        (certificate.model, certificate.policy, certificate.policyHash) = ("opal", "clinic", "ab")
        (certificate.fingerprint, certificate.expiresAt, certificate.upstream) = (nil, 100, "up/opal-1")
        certificate.outcome = .certified
        let events = [ControlEvent.certificateIssued(certificate)]
        let valid = GateState.Standing.valid(id: certificate.id, until: 100)
        #expect(Self.standing(events) == valid)
        var other = Self.opal
        other.upstream = "up/opal-2"
        #expect(Self.standing(events, of: other) == .missing)
        other = Self.opal
        other.lineage = "maker/atlas@6"
        #expect(Self.standing(events, of: other) == .missing)
        // Of a time when it was not recorded.
        certificate.upstream = ""
        #expect(Self.standing([.certificateIssued(certificate)]) == valid)
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

    @Test(
        "people hear of a certificate's end in its last tenth, at most a week before, and of what made it stale",
        arguments: [
            (0, 1000, 899, nil), (0, 1000, 900, .expiring), (0, 1000, 999, .expiring), (0, 1000, 1000, .expired),
            // A year: a week before.
            (0, 365 * day, 358 * day - 1, nil), (0, 365 * day, 358 * day, .expiring),
            // Of a clock that went back: nothing wraps.
            (2000, 1000, 999, nil),
        ] as [(UInt64, UInt64, UInt64, CertificateAlarm.Reason?)]
    )
    func alarms(issuedAt: UInt64, expiresAt: UInt64, now: UInt64, reason: CertificateAlarm.Reason?) {
        var state = ControlState()
        state.apply(Self.certificate("a", expiresAt: expiresAt), at: issuedAt)
        func alarm(_ hash: String = "ab") -> CertificateAlarm? {
            let standing = state.gate.standing(of: Self.opal, under: "clinic", hash: hash, now: now)
            return state.gate.alarm(standing, now: now)
        }
        #expect(alarm()?.reason == reason)
        #expect(alarm("cd")?.reason == .policy && alarm("cd")?.since == now)
        // Somebody has renewed it.
        state.apply(Self.certificate("b", expiresAt: .max), at: now)
        #expect(alarm() == nil && !state.gate.isNewest("a") && state.gate.isNewest("b"))
    }

    private static let day: UInt64 = 86_400_000

    @Test("a person's assessments add up axis by axis, and the numbers' own part stays")
    mutating func assessments() throws {
        var finding = ControlEventTests.finding
        finding.cjs = Finding.CJS(ease: 3)
        func assessed(_ cjs: Finding.CJS) -> ControlEvent {
            .findingAssessed(FindingAssessment(id: finding.id, cjs: cjs, by: .uid(7), reason: "r"))
        }
        state.apply(assessed(Finding.CJS(breadth: 2)), at: 1)
        #expect(state.contradictions == 1)
        state.apply(.findingConfirmed(finding), at: 2)
        #expect(state.gate.findings[finding.id]?.cjs == finding.cjs)
        state.apply(assessed(Finding.CJS(capabilityGain: 2, breadth: 2)), at: 3)
        state.apply(assessed(Finding.CJS(breadth: 4)), at: 4)
        let found = try #require(state.gate.findings[finding.id])
        #expect(found.cjs == Finding.CJS(capabilityGain: 2, breadth: 4, ease: 3))
        #expect(found.finding.cjs == finding.cjs && found.assessed?.at == 4 && found.steps == 2)
    }

    @Test("an open finding can be closed, a closed one opened again, and nothing else")
    mutating func closing() {
        let id = ControlEventTests.finding.id
        func close(_ id: String) -> ControlEvent {
            .findingClosed(FindingClosing(id: id, outcome: .fixed, by: .uid(7), reason: "r"))
        }
        func reopen(_ id: String) -> ControlEvent {
            .findingReopened(FindingReopening(id: id, by: .uid(7), reason: "r"))
        }
        state.apply(.findingConfirmed(ControlEventTests.finding), at: 1)
        var open: [Bool] = []
        for event in [reopen(id), close("x"), reopen("x"), close(id), close(id), reopen(id), reopen(id), close(id)] {
            state.apply(event, at: 2)
            open.append(state.gate.findings[id]?.closed == nil)
        }
        #expect(open == [true, true, true, false, false, true, true, false])
        #expect(state.contradictions == 5 && state.gate.findings[id]?.steps == 3)
    }

    @Test(
        "the axes add up to a band, a floor where one is missing, and to nothing before a person has said what is gained",
        arguments: [
            (Finding.CJS(), "not assessed"), (Finding.CJS(breadth: 4, ease: 4, discoverability: 4), "not assessed"),
            (Finding.CJS(capabilityGain: 0, breadth: 4, ease: 4, discoverability: 4), "CJS-0 (0)"),
            (Finding.CJS(capabilityGain: 0), "CJS-0 (0)"), (Finding.CJS(capabilityGain: 2), "CJS-1 (at least 1)"),
            (Finding.CJS(capabilityGain: 2, breadth: 3, ease: 2, discoverability: 0), "CJS-1 (3.5)"),
            (Finding.CJS(capabilityGain: 2, breadth: 2, ease: 2, discoverability: 2), "CJS-2 (4)"),
            (Finding.CJS(capabilityGain: 4, breadth: 3, ease: 4, discoverability: 2), "CJS-2 (6.5)"),
            (Finding.CJS(capabilityGain: 8, breadth: 2, ease: 4, discoverability: 0), "CJS-3 (7)"),
            (Finding.CJS(capabilityGain: 8, breadth: 3, ease: 4, discoverability: 2), "CJS-3 (8.5)"),
            (Finding.CJS(capabilityGain: 8, breadth: 4, ease: 4, discoverability: 2), "CJS-4 (9)"),
            (Finding.CJS(capabilityGain: 8, breadth: 4, ease: 4, discoverability: 4), "CJS-4 (10)"),
        ]
    )
    func levels(cjs: Finding.CJS, words: String) {
        #expect(cjs.levelWords == words)
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
