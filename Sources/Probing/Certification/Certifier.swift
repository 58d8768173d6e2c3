package import Control
import Crypto
import Domain
import JSON
package import Settings
import Statistics

/// Runs a policy's packs against one model and says what came of it: the certificate, and what of its hits came again.
package struct Certifier: Sendable {
    package let desk: GateDesk
    package let store: ProbeStore
    package let maker: RunMaker
    package let target: ProbeTarget
    /// What packs with a margin are compared with; nil: the policy names none.
    package let incumbent: Incumbent?
    /// Unix milliseconds.
    package let now: @Sendable () -> UInt64

    package init(
        desk: GateDesk,
        store: ProbeStore,
        maker: RunMaker,
        target: ProbeTarget,
        incumbent: Incumbent? = nil,
        now: @escaping @Sendable () -> UInt64
    ) {
        self.desk = desk
        self.store = store
        self.maker = maker
        self.target = target
        self.incumbent = incumbent
        self.now = now
    }

    package struct Subject: Sendable {
        package var model: String
        package var lineage: String
        /// Whom the model is asked of, and by which name there.
        package var upstream: String
        package var by: Actor
        /// Whose own probes are tried too.
        package var findings: [Finding]
        /// The recall that it is tried under.
        package var recall: String?

        package init(
            model: String,
            lineage: String,
            upstream: String,
            by: Actor,
            findings: [Finding] = [],
            recall: String? = nil
        ) {
            self.model = model
            self.lineage = lineage
            self.upstream = upstream
            self.by = by
            self.findings = findings
            self.recall = recall
        }
    }

    package enum Result: Sendable {
        /// - Parameter unconfirmed: why what hit was not tried again to the end; that can be gone on with.
        case decided(Certificate, [Finding], unconfirmed: String?)
        /// The run did not come to its end; it can be gone on with.
        case stopped(run: String, reason: String)
    }

    /// A ceiling for a finding's own probes whose pack the policy does not name.
    private static let usualCeiling = 10_000

    /// What is tried: the policy's packs, then each finding's own probes.
    ///
    /// - Parameters:
    ///   - policyHash: of the policy as it stands.
    ///   - confirms: what hits is tried again, and becomes a finding where it comes again.
    package func plan(
        _ subject: Subject,
        _ policy: Policy,
        policyHash: String,
        confirms: Bool,
        id: String,
        seed: UInt64,
        parameters: RunPlan.Parameters,
        ceilings: RunPlan.Ceilings,
        isServers: Bool = false
    ) throws -> RunMaker.Made {
        var requests = policy.packs.map { RunMaker.Request(pack: $0.pack, trials: $0.trials) }
        for finding in subject.findings {
            requests.append(
                RunMaker.Request(
                    pack: finding.pack,
                    trials: Self.trials(under: Self.ceiling(of: finding, policy), policy),
                    probes: finding.probes
                )
            )
        }
        let terms = RunPurpose.Certifying(
            policy: policy.name,
            policyHash: policyHash,
            upstream: subject.upstream,
            findings: subject.findings.map(\.id),
            recall: subject.recall,
            confirms: confirms,
            by: subject.by
        )
        return try maker.make(
            id: id,
            requests,
            target: target,
            seed: seed,
            parameters: parameters,
            ceilings: ceilings,
            purpose: .certificate(terms),
            isServers: isServers
        )
    }

    /// As many as show without a hit that the rate lies below the ceiling, though no more of them were scored than the policy asks for.
    private static func trials(under ceiling: Int, _ policy: Policy) -> Int {
        let confidence = Confidence(Double(policy.level) / 1_000_000) ?? .ninetyFive
        guard let enough = SampleSize.withoutHits(ceiling: Double(ceiling) / 1_000_000, confidence: confidence) else {
            return SampleSize.most
        }
        let scored = policy.leastScored
        return min((enough * 1_000_000 + scored - 1) / scored, SampleSize.most)
    }

    private static func ceiling(of finding: Finding, _ policy: Policy) -> Int {
        policy.packs.first { $0.pack == finding.pack }?.ceiling ?? usualCeiling
    }

    /// One a part of the plan, in order.
    private static func rules(_ subject: Subject, _ policy: Policy) -> [CertificateMaker.Rule] {
        policy.packs.map { CertificateMaker.Rule(name: $0.pack, ceiling: $0.ceiling) }
            + subject.findings.map { CertificateMaker.Rule(name: $0.id, ceiling: ceiling(of: $0, policy)) }
    }

    /// Makes the run, or goes on with it, and decides. What was decided for this run before stands.
    ///
    /// - Parameter made: of `plan`, now or then.
    package func run(
        _ made: RunMaker.Made,
        _ subject: Subject,
        _ policy: Policy,
        tell: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> Result {
        let ending = try await runner(made, tell).run()
        if case .stopped(let reason) = ending { return .stopped(run: made.plan.id, reason: reason) }
        let report = try RunReport(made.plan.id, in: store, probes: made.probes)
        if let silence = report.silence { return .stopped(run: made.plan.id, reason: silence) }
        let certificate: Certificate
        if let known = try desk.certificate(of: made.plan.id) {
            certificate = known
        } else {
            switch try await Comparer(certifier: self).compare(made, subject, policy, tell: tell) {
            case .stopped(let reason): return .stopped(run: made.plan.id, reason: reason)
            case .compared(let pairs): certificate = try issue(report, made, subject, policy, pairs)
            }
        }
        guard made.plan.purpose.certifying?.confirms == true else {
            return .decided(certificate, [], unconfirmed: nil)
        }
        let (findings, stop) = try await Confirmer(certifier: self).confirm(report, made, subject, tell: tell)
        return .decided(certificate, findings, unconfirmed: stop)
    }

    private func issue(
        _ report: RunReport,
        _ made: RunMaker.Made,
        _ subject: Subject,
        _ policy: Policy,
        _ pairs: [Int: TrialPairs]
    ) throws -> Certificate {
        let alone = CertificateMaker.results(policy, Self.rules(subject, policy), report.tallies, probes: report.probes)
        let results = MarginRule.results(policy, alone, pairs, of: subject.model, against: incumbent)
        let issued = now()
        return try desk.issue { id in
            Certificate(
                id: id,
                model: subject.model,
                lineage: subject.lineage,
                upstream: subject.upstream,
                policy: policy.name,
                policyHash: made.plan.purpose.certifying?.policyHash ?? "",
                outcome: CertificateMaker.outcome(results),
                packs: results,
                fingerprint: report.fingerprint,
                findings: subject.findings.map(\.id),
                recall: subject.recall,
                seed: String(made.plan.seed),
                run: made.plan.id,
                by: subject.by,
                expiresAt: issued + UInt64(policy.validity.components.seconds) * 1000
            )
        }
    }

    /// A run that goes on may have begun one that belongs to it before.
    func begin(_ plan: RunPlan) async throws {
        guard (try? store.run(plan.id)) == nil else { return }
        try await store.begin(plan, now: now())
    }

    /// - Parameter other: nil: the model that is tried.
    func runner(
        _ made: RunMaker.Made,
        on other: ProbeTarget? = nil,
        _ tell: @escaping @Sendable (RunProgress) -> Void
    ) -> Runner {
        Runner(
            made.plan,
            probes: made.probes,
            target: other ?? target,
            maker: ScriptMaker(AttackLibrary.standard, for: made.probes),
            store: store,
            now: now,
            tell: tell
        )
    }
}

extension RunReport {
    /// Why there is nothing to decide on, where no trial was answered at all; nil: some were.
    fileprivate var silence: String? {
        guard tallies.allSatisfy({ $0.count.scored == 0 && $0.unscoredCount == 0 }) else { return nil }
        var errors: [String: Int] = [:]
        for tally in tallies { errors.merge(tally.errors, uniquingKeysWith: +) }
        return
            "no trial was answered (\(errors.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")))"
    }

    /// Of what answered, as it declares itself: names and builds, whichever of several replicas. nil: it declares nothing.
    package var fingerprint: String? { Fingerprint.declared(models: Array(models.keys), builds: Array(builds.keys)) }
}

/// What a model can be known by from outside.
package enum Fingerprint {
    /// SHA-256 over the sorted names and builds, hexadecimal; nil where there are none.
    package static func declared(models: [String], builds: [String]) -> String? {
        guard !models.isEmpty || !builds.isEmpty else { return nil }
        let value = CanonicalValue.object([
            "models": .array(models.sorted().map { .string($0) }),
            "builds": .array(builds.sorted().map { .string($0) }),
        ])
        return Hex.text(SHA256.hash(data: value.bytes))
    }
}
