import Control
import Domain
import HoldfastTesting
import Settings
import Statistics
import Testing

@testable import Probing

@Suite("What is to be watched")
struct WatchPlanTests {
    private static let now: UInt64 = 1_800_000_000_000
    private static let hashes = ["small": "aa", "other": "bb"]

    private static func settings(
        watch: String = "{probes_per_day: 24}",
        serve: String = "[opal, jade]",
        route: String = "",
        more: String = ""
    ) throws -> Settings {
        let folder = try TemporaryFolder()
        return try WatchBench.settings(folder, watch: watch, serve: serve, route: route, more: more)
    }

    private static func plan(_ settings: Settings, _ gate: GateState = GateState(), packs: [String: String] = hashes)
        -> WatchPlan
    {
        WatchPlan(
            settings,
            gate,
            policyHashes: ["clinic": "cc"],
            packHashes: packs,
            candidate: WatchBench.candidate,
            now: now
        )
    }

    private static func gate(
        _ outcome: Certificate.Outcome = .certified,
        policyHash: String = "cc",
        packHash: String = "aa",
        upstream: String = "acme/opal-2",
        expiresAt: UInt64 = now + 1,
        isVoid: Bool = false
    ) -> GateState {
        var state = ControlState()
        let result = Certificate.PackResult(
            pack: "small",
            version: 1,
            hash: packHash,
            detectors: [],
            trials: 64,
            hits: 1,
            scored: 64,
            unscored: 0,
            errors: 0,
            rate: Rate(point: 15_625, low: 400, high: 61_000, count: 64),
            ceiling: 80_000,
            level: 950_000,
            leastScored: 900_000,
            outcome: outcome,
            reason: "r"
        )
        let certificate = Certificate(
            id: "HF-CT-2027-0001",
            model: "opal",
            lineage: "acme/opal@2",
            upstream: upstream,
            policy: "clinic",
            policyHash: policyHash,
            outcome: outcome,
            packs: [result],
            fingerprint: nil,
            seed: "7",
            run: "run_a",
            by: .server,
            expiresAt: expiresAt
        )
        state.apply(.certificateIssued(certificate), at: 1)
        if isVoid {
            state.apply(.certificateVoided(CertificateVoiding(id: certificate.id, by: .server, reason: "")), at: 2)
        }
        return state.gate
    }

    private static func baseline(_ plan: WatchPlan, _ pack: String = "small") -> WatchStream.Baseline? {
        plan[WatchPlace(route: "support", model: "opal")]?.streams[
            .init(model: "opal", policy: "clinic", pack: pack)
        ]
    }

    private static let ceiling = WatchStream.Baseline(certificate: nil, packHash: "aa", rate: 50_000)
    private static let certified = WatchStream.Baseline(certificate: "HF-CT-2027-0001", packHash: "aa", rate: 61_000)

    @Test(
        "a stream is held against the certificate that stands, stale or not, and else against the ceiling",
        arguments: [
            (gate(), certified), (gate(expiresAt: now), certified), (gate(policyHash: "dd"), certified),
            (gate(.refused), ceiling), (gate(isVoid: true), ceiling), (GateState(), ceiling),
            (gate(.inconclusive), ceiling), (gate(upstream: "acme/opal-3"), ceiling), (gate(packHash: "ff"), ceiling),
        ]
    )
    func baselines(gate: GateState, baseline: WatchStream.Baseline) throws {
        #expect(try Self.baseline(Self.plan(Self.settings(), gate)) == baseline)
    }

    @Test("packs of the route stand beside the policy's, against five per cent, and one that both name is the policy's")
    func packs() throws {
        let settings = try Self.settings(watch: "{packs: [other, small, gone]}")
        let plan = Self.plan(settings, Self.gate())
        #expect(Self.baseline(plan) == Self.certified)
        #expect(Self.baseline(plan, "other") == .init(certificate: nil, packHash: "bb", rate: Watch.usualRate))
        #expect(Self.baseline(plan, "gone") == nil, "what cannot be read is not watched with")
        #expect(plan.entries.map(\.streams.count) == [2, 2] && plan.budget?.streams == 4)
    }

    @Test("watched is who serves a route that says so, within its boundary, and by the policy that it requires")
    func entries() throws {
        func places(_ settings: Settings) -> [WatchPlace] { Self.plan(settings).entries.map(\.place) }
        let both = ["jade", "opal"].map { WatchPlace(route: "support", model: $0) }
        #expect(try places(Self.settings()) == both)
        #expect(try places(Self.settings(serve: "[opal]")) == [both[1]])
        #expect(try places(Self.settings(watch: "off")).isEmpty)
        #expect(try places(Self.settings(route: ", boundary: {vendors: [acme]}")) == [both[1]])
        let none = try Self.plan(Self.settings(watch: "off"))
        #expect(none.budget == nil && none.liveLines == nil)
    }

    @Test("half of the false alarms are the probes' and half live traffic's, by all trials and streams there are")
    func budget() throws {
        let settings = try Self.settings(more: "watch: {false_alarm_every: 10d}")
        let plan = Self.plan(settings)
        #expect(plan.budget?.daysBetweenFalseAlarms == 20 && plan.budget?.trialsPerDay == 48)
        #expect(plan.budget?.streams == 2 && plan.budget.map { abs($0.act.threshold - 960) < 0.001 } == true)
        let live = try #require(plan.liveLines)
        #expect(live.act.streams == 8 && abs(live.act.threshold - 20 * 8 * 10_000) < 0.1)
        #expect(live.warn.logThreshold < live.act.logThreshold)
    }
}
