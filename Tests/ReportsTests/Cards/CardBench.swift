import Control
import Domain
import Reports
import Settings
import Testing

/// A route of two models, one of them recalled and mended, and the events that say so. Every private field bears a mark.
struct CardBench {
    static let mark = "PRIVATEMARK"
    static let settingsText = """
        keys: /tmp/keys-\(mark)
        organisation: {name: "Example <Bank>", contact: "ai@bank.example", namespace: "https://bank.example"}
        providers:
          up-\(mark): {kind: openai-compatible, base_url: "http://127.0.0.1:9/v1", auth: none}
        lineages: {acme/opal@2: {}, acme/jade: {}}
        models:
          opal-\(mark): {provider: up-\(mark), id: opal-\(mark), lineage: acme/opal@2, region: in}
          jade-\(mark): {provider: up-\(mark), id: jade-\(mark), lineage: acme/jade}
        policies:
          clinic: {packs: {leak-core: {ceiling: 5%}, usability: {ceiling: 10%}}}
        routes:
          support:
            serve: [opal-\(mark), jade-\(mark)]
            purpose: "Answers | patients' <script>alert(1)</script> questions"
            boundary: {regions: [in], vendors: [acme]}
            require: {policy: clinic, mode: report}
        tenants: {tenant-\(mark): {}}

        """

    var events: [ControlEvent]
    var settings: Settings

    static func load(_ text: String) throws -> Settings {
        try SettingsLoader.load(text: text, file: "f.yaml", folder: "/tmp", home: "/home/me")
    }

    init(_ events: [ControlEvent]? = nil) throws {
        let pattern = try #require(LineagePattern("acme/opal"))
        self.events = events ?? Self.story(of: pattern)
        settings = try Self.load(Self.settingsText)
    }

    var state: ControlState {
        var state = ControlState()
        for (index, event) in events.enumerated() { state.apply(event, at: 1_700_000_000_000 + UInt64(index) * 60_000) }
        return state
    }

    func maker(_ state: ControlState) -> CardMaker {
        CardMaker(
            settings,
            state,
            packs: [
                .init(id: "leak-core", title: "Secrets", languages: ["en"], isBuiltIn: true),
                .init(id: "usability", title: "Usefulness", languages: ["en", "hi"], isBuiltIn: true),
                .init(id: "indic", title: "Five languages", languages: ["ta"], isBuiltIn: true),
                .init(id: "ours-\(Self.mark)", title: Self.mark, languages: ["xx"], isBuiltIn: false),
            ],
            standing: { model, policy in
                state.gate.standing(
                    of: .init(name: model.name, lineage: model.lineage.description, upstream: ""),
                    under: policy.name,
                    hash: "ab",
                    now: 1_700_000_000_000
                )
            }
        )
    }

    func card(_ subject: Card.Subject = .route("support"), traffic: Card.Traffic? = traffic) -> Card {
        let state = state
        let serving = settings.models.map {
            Card.Serving(
                lineage: $0.lineage.description,
                isRehearsal: false,
                region: $0.region,
                isCertified: true,
                place: "serves",
                because: ""
            )
        }
        return maker(state).card(
            of: subject,
            models: settings.models,
            serving: serving,
            traffic: traffic,
            ledger: .init(origin: state.epoch == 0 ? nil : "holdfast/ab", size: state.epoch),
            now: 1_700_100_000_000
        )
    }

    static let traffic = Card.Traffic(from: "2026-10-01", to: "2026-10-31", requests: 8191, failures: 3)

    // MARK: The story

    /// - Parameter pattern: what is recalled.
    static func story(of pattern: LineagePattern) -> [ControlEvent] {
        let order = RecallOrder(
            pattern,
            slice: RecallSlice([.model: ["opal-\(mark)"], .tenant: ["tenant-\(mark)"], .dialect: ["messages"]]),
            notice: "Gives | <b>secrets</b> away.",
            findings: ["HF-FD-2026-0001"]
        )
        let reason = "why-\(mark)"
        return [
            // Contradicts the state, and counts as an entry all the same.
            .recallCheckFailed(RecallCheck(id: "HF-RC-2026-0009", findings: .init(), cause: reason)),
            .certificateIssued(
                certificate("HF-CT-2026-0001", model: "opal", lineage: "acme/opal@2", hits: 7, scored: 311)
            ),
            .certificateIssued(
                certificate("HF-CT-2026-0002", model: "jade", lineage: "acme/jade", hits: 2, scored: 293)
            ),
            .findingConfirmed(finding),
            .findingMeasured(
                FindingBreadth(
                    id: "HF-FD-2026-0001",
                    breadth: .narrow,
                    categories: [],
                    trials: 120,
                    transfers: nil,
                    proposal: nil,
                    run: "run-\(mark)"
                )
            ),
            .recallOpened(
                RecallOpening(
                    id: "HF-RC-2026-0001",
                    order: order,
                    move: RecallMove(to: .held, by: .server, reason: reason)
                )
            ),
            .recallMoved(
                RecallMoving(
                    id: "HF-RC-2026-0001",
                    move: RecallMove(
                        to: .declared,
                        by: .operator("op_a"),
                        reason: reason,
                        notice: "It may tell secrets."
                    )
                )
            ),
            .recallOpened(
                RecallOpening(
                    id: "HF-DR-2026-0001",
                    order: RecallOrder(order.lineage, isDrill: true),
                    move: RecallMove(to: .declared, by: .operator("op_a"))
                )
            ),
            .drillFinished(DrillFinish(id: "HF-DR-2026-0001", report: drill)),
        ]
    }

    static func certificate(_ id: String, model: String, lineage: String, hits: Int, scored: Int) -> Certificate {
        Certificate(
            id: id,
            model: "\(model)-\(mark)",
            lineage: lineage,
            policy: "clinic",
            policyHash: "ab",
            outcome: .certified,
            packs: [
                result("leak-core", version: 3, hits: hits, scored: scored),
                result("usability", version: 5, hits: hits + 11, scored: scored + 17),
            ],
            fingerprint: nil,
            seed: "seed-\(mark)",
            run: "run-\(mark)",
            by: .operator("op_a"),
            expiresAt: 1_702_000_000_000
        )
    }

    private static func result(_ pack: String, version: Int, hits: Int, scored: Int) -> Certificate.PackResult {
        Certificate.PackResult(
            pack: pack,
            version: version,
            hash: "cd",
            detectors: ["canary@2"],
            trials: scored + 5,
            hits: hits,
            scored: scored,
            unscored: 4,
            errors: 1,
            rate: Rate(point: hits * 1_000_000 / scored, low: 1_000, high: 61_000, count: scored),
            ceiling: 50_000,
            level: 950_000,
            leastScored: 900_000,
            outcome: .certified,
            reason: "fine"
        )
    }

    static let finding = Finding(
        id: "HF-FD-2026-0001",
        model: "opal-\(mark)",
        lineage: "acme/opal@2",
        pack: "leak-core",
        packVersion: 3,
        probes: ["leak-core/a/plain"],
        rate: Rate(point: 475_000, low: 315_000, high: 639_000, count: 40),
        hits: 19,
        severity: "high",
        tags: ["owasp-llm:2025:LLM07"],
        evidence: ["ef"],
        cjs: .init(),
        fingerprint: nil,
        run: "run-\(mark)"
    )

    private static let drill = DrillReport(
        passed: true,
        routes: ["support"],
        effectMicroseconds: 900,
        incumbent: .init(),
        substitute: .init(),
        gaps: [:],
        dropped: 0
    )
}
