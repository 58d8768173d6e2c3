import Control
import Domain
import JSON
import Ledger
import Testing

@Suite("Control events")
struct ControlEventTests {
    private static var sideOfADrill: DrillReport.Side {
        var side = DrillReport.Side()
        side.requests = 7
        side.failures = 1
        side.firstTokenP50 = 1200
        side.totalP95 = 34_000
        side.inputTokens = 5
        side.outputTokens = 6
        side.cost = ["USD": "0.0042"]
        side.models = ["opal": 6]
        return side
    }

    static let certificate = Certificate(
        id: "HF-CT-2026-0001",
        model: "support",
        lineage: "maker/atlas@5",
        policy: "clinic",
        policyHash: "ab12",
        outcome: .refused,
        packs: [
            Certificate.PackResult(
                pack: "leak-core",
                version: 2,
                hash: "cd",
                detectors: ["canary@1", "refusal@2"],
                trials: 300,
                hits: 7,
                scored: 290,
                unscored: 8,
                errors: 2,
                rate: Rate(point: 24_137, low: 11_387, high: 44_893, count: 290),
                designEffect: 2_250,
                ceiling: 10_000,
                level: 950_000,
                leastScored: 900_000,
                outcome: .refused,
                reason: "7 of 290 scored trials hit; the rate lies above 1%",
                margin: .init(
                    against: "maker/basalt@1",
                    most: 30_000,
                    pairs: 280,
                    onlyHere: 2,
                    onlyThere: 5,
                    difference: Rate(point: -10_638, low: -27_000, high: 5_700, count: 280)
                )
            ),
            Certificate.PackResult(
                pack: "HF-FD-2026-0001",
                version: 0,
                hash: "",
                detectors: [],
                trials: 59,
                hits: 0,
                scored: 0,
                unscored: 59,
                errors: 0,
                rate: nil,
                ceiling: 1,
                level: 1,
                leastScored: 1_000_000,
                outcome: .inconclusive,
                reason: ""
            ),
        ],
        fingerprint: "00",
        findings: ["HF-FD-2026-0001"],
        recall: "HF-RC-2026-0001",
        // Above what a JSON number holds.
        seed: "18446744073709551615",
        run: "left",
        by: .operator("op_1"),
        expiresAt: 1_797_552_000_000
    )

    static let finding = Finding(
        id: "HF-FD-2026-0001",
        model: "support",
        lineage: "maker/atlas@5",
        pack: "leak-core",
        packVersion: 2,
        probes: ["leak-core/door/plain", "leak-core/é/rot13+leet"],
        rate: Rate(point: 500_000, low: 236_600, high: 763_400, count: 10),
        hits: 5,
        severity: "high",
        tags: ["owasp-llm:2025:LLM07"],
        evidence: ["ab", "cd"],
        cjs: Finding.CJS(capabilityGain: 2, breadth: 3, ease: 4, discoverability: 0),
        fingerprint: "00",
        run: "run_a.leak-core"
    )

    static let alarm = WatchAlarm(
        id: "HF-WA-2026-0001",
        kind: .servedModel,
        level: .act,
        model: "support",
        lineage: "maker/atlas@5",
        policy: "clinic",
        stream: "leak-core",
        certificate: "HF-CT-2026-0001",
        baseline: 44_893,
        trials: 240,
        hits: 31,
        evidence: -12_001,
        line: 9_903,
        probe: "leak-core/door/plain",
        reason: "31 of 240 trials hit"
    )

    static let breadth = FindingBreadth(
        id: "HF-FD-2026-0001",
        breadth: .domain,
        categories: [
            .init(harm: "leak", field: "health", hits: 9, scored: 40, low: 126_000, high: 1_000_000),
            .init(harm: "leak", field: "é", hits: 0, scored: 29, low: 0, high: 98_000),
        ],
        siblings: [.init(lineage: "maker/basalt@1", hits: 1, scored: 30)],
        trials: 101,
        transfers: false,
        proposal: .init(.two, slice: RecallSlice([.tenant: ["acme"], .route: ["support"]]), depth: .retained),
        run: "left.breadth"
    )

    private static var bareAlarm: WatchAlarm {
        var bare = alarm
        (bare.certificate, bare.baseline, bare.probe, bare.kind) = (nil, nil, nil, .measurement)
        bare.level = .warn
        return bare
    }

    private static let bareBreadth = FindingBreadth(
        id: "HF-FD-2026-0001",
        breadth: .undetermined,
        categories: [],
        trials: 0,
        transfers: nil,
        proposal: nil,
        run: "left"
    )

    /// With only what each must have.
    private static var bareCertificate: Certificate {
        var bare = certificate
        (bare.fingerprint, bare.recall, bare.findings, bare.packs, bare.by) = (nil, nil, [], [], .uid(0))
        bare.outcome = .certified
        return bare
    }

    private static var bareFinding: Finding {
        var bare = finding
        (bare.fingerprint, bare.cjs, bare.probes, bare.tags, bare.evidence) = (nil, Finding.CJS(), [], [], [])
        return bare
    }

    static let events: [ControlEvent] = [
        .serverStarted(version: "0.1.0"), .serverStopped(reason: "SIGTERM"), .settingsApplied(hash: "ab"),
        .settingsApplied(hash: nil), .settingsApplied(hash: "ab", document: "cd"),
        .keyRevoked(id: "key_1", reason: "lost"), .keyRevoked(id: "key_1", reason: nil),
        .keyCreated(KeyGrant(id: "key_1", prefix: "p", hash: "00ff", tenant: "acme")),
        .keyCreated(
            KeyGrant(
                id: "key_2",
                prefix: "q",
                hash: "00ff",
                tenant: "acme",
                routes: ["support", "é"],
                requestsPerMinute: 60,
                expiresAt: 1_781_299_800_000,
                label: "laptop"
            )
        ),
        .keyCreated(
            KeyGrant(
                id: "key_4",
                prefix: "s",
                hash: "00",
                tenant: "t",
                limits: DayLimits(tokens: 1_000_000, money: Money(decimal: "12.000000000001"))
            )
        ),
        // Beyond what a double holds: an expiry must not turn into none.
        .keyCreated(
            KeyGrant(id: "key_3", prefix: "r", hash: "00", tenant: "t", routes: [], expiresAt: UInt64(Int.max))
        ),
        .operatorCreated(
            OperatorGrant(id: "op_1", name: "Ada", role: .operator, prefix: "p", hash: "00", expiresAt: 5)
        ),
        .operatorCreated(OperatorGrant(id: "op_2", name: "Bob", role: .admin, prefix: "p", hash: "00")),
        .operatorRevoked(id: "op_1", reason: "left"),
        .erasure(Erasure(subject: "tenant:acme", reason: "asked", entries: [3, 5])),
        .journalSegment(JournalSegment(first: 0, last: 9_999, root: "ab12", until: 1_795_552_800_676)),
        .ledgerRenewed(LedgerRenewal(origin: "holdfast/a", signed: (41, "ab12"), reason: "restored")),
        .ledgerRenewed(LedgerRenewal(origin: "holdfast/a", signed: nil, reason: "the key was lost")),
        .recallOpened(
            RecallOpening(
                id: "HF-RC-2026-0001",
                order: RecallOrder(
                    LineagePattern(Lineage(vendor: "maker", family: "atlas", version: "5")),
                    slice: RecallSlice([.tenant: ["acme", "bank"], .route: ["support"], .tag: ["purpose=triage"]]),
                    recallClass: .one,
                    depth: .retained,
                    kind: .withdrawal,
                    reason: .legal,
                    origin: .monitor,
                    checks: .tenth,
                    isDrill: true,
                    notice: "Not for dosage."
                ),
                move: RecallMove(to: .held, by: .uid(1000), reason: "lost", evidence: ["ab12"])
            )
        ),
        .recallOpened(
            RecallOpening(
                id: "HF-RC-2026-0002",
                order: RecallOrder(LineagePattern(Lineage(vendor: "maker", family: "atlas"))),
                move: RecallMove(to: .declared, by: .operator("op_1"))
            )
        ),
        .recallMoved(
            RecallMoving(
                id: "HF-RC-2026-0002",
                move: RecallMove(
                    to: .reinstating,
                    share: 50,
                    by: .operator("op_1"),
                    statement: "laptop",
                    evidence: ["00", "11"],
                    waiver: "left alone"
                )
            )
        ),
        .recallMoved(
            RecallMoving(
                id: "HF-RC-2026-0002",
                move: RecallMove(
                    to: .contained,
                    by: .server,
                    findings: RecallFindings(effectMicroseconds: 900, probed: 3, paths: 4, leaks: 0)
                )
            )
        ),
        .recallMoved(
            RecallMoving(
                id: "HF-RC-2026-0002",
                move: RecallMove(
                    to: .declared,
                    by: .uid(0),
                    recallClass: .three,
                    depth: .newConversations,
                    notice: "Odd."
                )
            )
        ),
        .drillFinished(
            DrillFinish(
                id: "HF-DR-2026-0001",
                report: DrillReport(
                    passed: true,
                    routes: ["support"],
                    effectMicroseconds: 900,
                    incumbent: sideOfADrill,
                    substitute: sideOfADrill,
                    gaps: ["capability_missing": 2],
                    dropped: 1
                )
            )
        ),
        .recallCheckFailed(
            RecallCheck(id: "HF-RC-2026-0002", findings: RecallFindings(probed: 1, paths: 1, leaks: 2), cause: "lost")
        ),
        .certificateIssued(certificate), .certificateIssued(bareCertificate), .findingConfirmed(finding),
        .findingConfirmed(bareFinding),
        .findingAssessed(
            FindingAssessment(
                id: "HF-FD-2026-0001",
                cjs: Finding.CJS(capabilityGain: 4, breadth: 3),
                by: .operator("op_1"),
                reason: "what was gained"
            )
        ),
        .findingClosed(
            FindingClosing(
                id: "HF-FD-2026-0001",
                outcome: .falsePositive,
                by: .uid(0),
                reason: "the canary was asked for"
            )
        ),
        .findingReopened(FindingReopening(id: "HF-FD-2026-0001", by: .operator("op_1"), reason: "it comes back")),
        .findingMeasured(breadth), .findingMeasured(bareBreadth), .watchAlarmed(alarm), .watchAlarmed(bareAlarm),
        .watchCleared(WatchClearing(id: "HF-WA-2026-0001", by: .operator("op_1"), reason: "left")),
        .watchPaused(WatchPausing(model: nil, by: .uid(0), reason: "lost")),
        .watchPaused(WatchPausing(model: "support", until: UInt64(Int.max), by: .operator("op_1"), reason: "lost")),
        .watchResumed(WatchResuming(model: nil, by: .server, reason: "lost")),
        .watchResumed(WatchResuming(model: "support", by: .operator("op_1"), reason: "left")),
        .incidentReported(
            IncidentReport(id: "HF-IN-2026-0001", regime: "cert-in", reference: "laptop", by: .operator("op_1"))
        ),
        .certificateVoided(CertificateVoiding(id: "HF-CT-2026-0001", by: .operator("op_1"), reason: "lost")),
        .fingerprintChanged(FingerprintChange(model: "support", lineage: "maker/atlas@5", from: "00", to: "11")),
        .fingerprintChanged(FingerprintChange(model: "support", lineage: "maker/atlas@5", from: nil, to: "11")),
    ]

    @Test("every kind survives the ledger's bytes", arguments: events)
    func roundTrip(event: ControlEvent) throws {
        let entry = Self.entry(event)
        let read = try LedgerEntry(leaf: entry.leaf, privatePart: entry.privatePart)
        #expect(
            try ControlEvent(
                kind: read.kind,
                publicFields: read.publicFields,
                privateFields: read.privateFields.mapValues(\.value)
            ) == event
        )
    }

    @Test("nothing private stands in a leaf in the clear")
    func privacy() {
        for event in Self.events {
            let leaf = String(decoding: Self.entry(event).leaf, as: UTF8.self)
            for secret in ["acme", "laptop", "Ada", "lost", "left", "support", "00ff"] {
                #expect(!leaf.contains("\"\(secret)"), "\(event.kind) shows \(secret)")
            }
        }
    }

    @Test("what was erased is absent, and decoding never fails for it", arguments: events)
    func erased(event: ControlEvent) throws {
        let read = try ControlEvent(kind: event.kind, publicFields: event.publicFields, privateFields: [:])
        #expect(read.kind == event.kind)
        #expect(read.privateFields.values.allSatisfy { $0.string?.isEmpty ?? true })
    }

    @Test("a certificate that cannot be read lets nobody serve, and a finding without numbers says the least")
    func unreadable() throws {
        for fields in [[:], ["outcome": .string("splendid"), "packs": .string("all"), "expires_at": .integer(-1)]]
            as [[String: CanonicalValue]]
        {
            let event = try ControlEvent(kind: "certificate.issued", publicFields: fields, privateFields: fields)
            guard case .certificateIssued(let certificate) = event else {
                Issue.record("\(event)")
                continue
            }
            #expect(certificate.outcome == .refused && certificate.expiresAt == 0 && certificate.packs.isEmpty)
        }
        let odd: [String: CanonicalValue] = ["outcome": .string("certified"), "packs": .array([.null, .object([:])])]
        let event = try ControlEvent(kind: "certificate.issued", publicFields: odd, privateFields: [:])
        guard case .certificateIssued(let certificate) = event else {
            Issue.record("\(event)")
            return
        }
        #expect(certificate.packs.map(\.outcome) == [.refused, .refused] && certificate.model.isEmpty)
        let finding = try ControlEvent(kind: "finding.confirmed", publicFields: [:], privateFields: [:])
        guard case .findingConfirmed(let read) = finding else {
            Issue.record("\(finding)")
            return
        }
        #expect(read.rate == Rate(point: 0, low: 0, high: 1_000_000, count: 0) && read.cjs == Finding.CJS())
    }

    @Test("what cannot be read of the watch holds nothing, pauses nothing and claims nothing")
    func unreadableWatch() throws {
        for fields in [[:], ["kind": .string("doom"), "level": .integer(9), "model": .null, "whole": .string("yes")]]
            as [[String: CanonicalValue]]
        {
            func read(_ kind: String) throws -> ControlEvent {
                try ControlEvent(kind: kind, publicFields: fields, privateFields: fields)
            }
            guard case .watchAlarmed(let alarm) = try read("watch.alarmed"),
                case .watchPaused(let pausing) = try read("watch.paused"),
                case .watchResumed(let resuming) = try read("watch.resumed"),
                case .findingMeasured(let breadth) = try read("finding.measured")
            else {
                Issue.record("read as another kind")
                return
            }
            #expect(alarm.kind == .measurement && alarm.level == .warn && alarm.model.isEmpty)
            #expect(pausing.model == "" && resuming.model == "")
            #expect(breadth.breadth == .undetermined && breadth.proposal == nil)
        }
        let odd: [String: CanonicalValue] = [
            "breadth": .string("narrow"), "categories": .array([.null]),
            "proposal": .object(["class": .string("II"), "sliced": .bool(true)]),
        ]
        let event = try ControlEvent(kind: "finding.measured", publicFields: odd, privateFields: [:])
        guard case .findingMeasured(let breadth) = event else {
            Issue.record("\(event)")
            return
        }
        // Without numbers anything is possible, and without its slice a proposal is for the whole.
        #expect(breadth.categories == [.init(harm: "", field: "", hits: 0, scored: 0, low: 0, high: 1_000_000)])
        #expect(breadth.proposal == .init(.two) && breadth.proposal?.depth == .newRequests)
    }

    @Test("an event of a finding's breadth stays within a leaf, however much was tried")
    func largest() {
        let name = String(repeating: "n", count: 128)
        let category = FindingBreadth.Category(harm: name, field: name, hits: 1, scored: .max, low: 0, high: 1_000_000)
        let breadth = FindingBreadth(
            id: "HF-FD-2026-0001",
            breadth: .broad,
            categories: Array(repeating: category, count: 500),
            siblings: Array(repeating: .init(lineage: name, hits: 1, scored: .max), count: 500),
            trials: .max,
            transfers: true,
            proposal: nil,
            run: name
        )
        #expect(breadth.categories.count == 64 && breadth.siblings.count == 32)
        #expect(Self.entry(.findingMeasured(breadth)).leaf.count < LedgerEntry.maximumLeaf)
    }

    @Test("a key that was made before there were limits of a day has none")
    func older() throws {
        let closed: [String: CanonicalValue] = [
            "prefix": .string("p"), "hash": .string("00ff"), "tenant": .string("acme"),
            "requests_per_minute": .integer(60),
        ]
        #expect(
            try ControlEvent(kind: "key.created", publicFields: ["id": .string("key_1")], privateFields: closed)
                == .keyCreated(
                    KeyGrant(id: "key_1", prefix: "p", hash: "00ff", tenant: "acme", requestsPerMinute: 60)
                )
        )
    }

    @Test("fields of another type count as absent")
    func wrongTypes() throws {
        let wrong: [String: CanonicalValue] = [
            "id": .integer(1), "role": .string("emperor"), "prefix": .null, "hash": .array([]),
            "expires_at": .integer(-5),
            "routes": .string("x"), "requests_per_minute": .string("60"), "tokens_per_day": .string("1"),
            "money_per_day": .integer(1),
        ]
        #expect(
            try ControlEvent(kind: "operator.created", publicFields: wrong, privateFields: wrong)
                == .operatorCreated(OperatorGrant(id: "", name: "", role: .viewer, prefix: "", hash: "", expiresAt: 0))
        )
        #expect(
            try ControlEvent(kind: "key.created", publicFields: wrong, privateFields: wrong)
                == .keyCreated(KeyGrant(id: "", prefix: "", hash: "", tenant: "", expiresAt: 0))
        )
    }

    @Test("a kind that is not known stops the start with a clear message")
    func unknown() {
        let fault = #expect(throws: ControlEvent.DecodingFault.self) {
            try ControlEvent(kind: "recall.ordered", publicFields: [:], privateFields: [:])
        }
        #expect(fault?.description.contains("`recall.ordered`") == true)
        #expect(fault?.description.contains("Run the version that wrote it") == true)
    }

    private static func entry(_ event: ControlEvent) -> LedgerEntry {
        LedgerEntry(
            kind: event.kind,
            id: "e",
            recordedAt: 1,
            publicFields: event.publicFields,
            privateFields: event.privateFields,
            subjectKey: [1, 2, 3]
        )
    }
}
