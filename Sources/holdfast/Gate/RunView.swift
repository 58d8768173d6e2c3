import Control
import Domain
import Foundation
import JSON
import Probing
import Reports
import Settings
import Statistics

/// Runs, certificates and findings, as tables and JSON.
enum RunView {
    static func rate(_ rate: Rate?) -> String { rate.map(RateText.brief) ?? "nothing scored" }

    // MARK: Runs

    static func table(_ report: RunReport) -> String {
        var table = Table([
            .init("pack"), .init("made", isNumber: true), .init("scored", isNumber: true),
            .init("hits", isNumber: true),
            .init("rate and 95% interval"), .init("not scored"), .init("errors"),
        ])
        for tally in report.tallies {
            table.add([
                "\(tally.pack) v\(tally.version)", "\(tally.made)/\(tally.planned)", "\(tally.count.scored)",
                "\(tally.count.hits)", estimate(tally, report.confidence), reasons(tally.unscored),
                reasons(tally.errors),
            ])
        }
        var lines = [
            "\(report.plan.id) of \(report.plan.target): \(report.state.rawValue)\(report.note.isEmpty ? "" : ", because \(report.note)")",
            "seed \(report.plan.seed), \(report.plan.parameters.mostTokens) tokens an answer at most, "
                + "temperature \(report.plan.parameters.temperature ?? "the target's own"), \(report.spent.tokens) tokens used",
            "", table.text,
        ]
        lines += report.tallies.compactMap { tally in tally.review.map { "\(tally.pack): \($0)" } }
        for likeness in report.tallies.compactMap({ Likeness($0) }) { lines += ["", likeness.words] }
        for table in RateView.tables(report) { lines += ["", table] }
        let worst = worstProbes(report)
        if !worst.isEmpty {
            var hits = Table([.init("probes that hit"), .init("hits", isNumber: true), .init("scored", isNumber: true)])
            for (id, tally) in worst { hits.add([id, "\(tally.count.hits)", "\(tally.count.scored)"]) }
            lines += ["", hits.text]
        }
        return lines.joined(separator: "\n")
    }

    private static let mostShown = 12

    private static func worstProbes(_ report: RunReport) -> [(String, PackTally.ProbeTally)] {
        let all = report.tallies.flatMap { $0.probes.filter { $0.value.count.hits > 0 } }
        return Array(all.sorted { ($1.value.count.hits, $0.key) < ($0.value.count.hits, $1.key) }.prefix(mostShown))
            .map { ($0.key, $0.value) }
    }

    private static func estimate(_ tally: PackTally, _ confidence: Confidence) -> String {
        ClusteredRate(tally.goals).estimate(confidence: confidence).map(RateText.brief) ?? "nothing scored"
    }

    private static func reasons(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    static func json(_ report: RunReport) -> JSONValue {
        .object(
            ("run", .string(report.plan.id)),
            ("target", .string(report.plan.target)),
            ("state", .string(report.state.rawValue)),
            ("because", report.note.isEmpty ? nil : .string(report.note)),
            ("seed", .string(String(report.plan.seed))),
            ("max_tokens", .integer(report.plan.parameters.mostTokens)),
            ("temperature", report.plan.parameters.temperature.map { .string($0) }),
            ("tokens", .integer(report.spent.tokens)),
            ("cost", .string(report.spent.money.decimal)),
            ("fingerprint", report.fingerprint.map { .string($0) }),
            ("packs", .array(report.tallies.map { json($0, of: report) })),
            (
                "hits",
                .array(
                    report.hits.map { hit in
                        .object(
                            ("trial", .integer(hit.number)),
                            ("probe", .string(hit.probe)),
                            ("rule", .string(hit.rule)),
                            ("answers_hash", hit.answersHash.map { .string($0) }),
                            ("excerpt", hit.excerpt.map { .string($0) }),
                            ("answers", hit.answers.map { .string($0) })
                        )
                    }
                )
            )
        )
    }

    private static func json(_ tally: PackTally, of report: RunReport) -> JSONValue {
        let estimate = ClusteredRate(tally.goals).estimate(confidence: report.confidence)
        let (corrected, repeated) = (report.corrections(tally), tally.repeated)
        func counts(_ counts: [String: Int]) -> JSONValue {
            .object(counts.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) })
        }
        return .object(
            ("pack", .string(tally.pack)),
            ("version", .integer(tally.version)),
            ("hash", .string(tally.hash)),
            ("review", tally.review.map { .string($0) }),
            ("planned", .integer(tally.planned)),
            ("made", .integer(tally.made)),
            ("hits", .integer(tally.count.hits)),
            ("scored", .integer(tally.count.scored)),
            ("rate", estimate.map(RateView.json)),
            ("design_effect", tally.designEffect.map { .decimal($0) }),
            ("hang_together", Likeness(tally).map { .string($0.words) }),
            ("corrected", corrected.isEmpty ? nil : .array(corrected.map(RateView.json))),
            (
                "hit_at_k",
                repeated.isEmpty ? nil : .array(repeated.map { RateView.json($0, report.confidence) })
            ),
            ("unscored", counts(tally.unscored)),
            ("errors", counts(tally.errors))
        )
    }

    static func table(_ runs: [ProbeStore.Run]) -> String {
        var table = Table([
            .init("run"), .init("target"), .init("packs"), .init("made", isNumber: true), .init("state"),
            .init("began"),
            .init("because"),
        ])
        for run in runs {
            table.add([
                run.plan.id, run.plan.target, run.plan.parts.map(\.pack).joined(separator: ", "),
                "\(run.done)/\(run.plan.count)", run.state.rawValue,
                ClockText.rfc3339(unixMilliseconds: run.startedAt), run.note,
            ])
        }
        return table.text
    }

    static func json(_ runs: [ProbeStore.Run]) -> JSONValue {
        .object(("runs", .array(runs.map { .object(members($0)) })))
    }

    private static func members(_ run: ProbeStore.Run) -> [JSONValue.Member] {
        let certifying = run.plan.purpose.certifying
        let members: [(String, JSONValue?)] = [
            ("run", .string(run.plan.id)),
            ("target", .string(run.plan.target)),
            ("packs", .array(run.plan.parts.map { .string($0.pack) })),
            ("policy", certifying.map { .string($0.policy) }),
            ("recall", certifying?.recall.map { .string($0) }),
            ("by_server", .bool(run.plan.isServers)),
            ("planned", .integer(run.plan.count)),
            ("made", .integer(run.done)),
            ("state", .string(run.state.rawValue)),
            ("began", .string(ClockText.rfc3339(unixMilliseconds: run.startedAt))),
            ("ended", run.endedAt.map { .string(ClockText.rfc3339(unixMilliseconds: $0)) }),
            ("because", run.note.isEmpty ? nil : .string(run.note)),
            (
                "ceilings",
                .object(run.plan.ceilings.members.compactMap { name, value in value.map { .init(name, $0) } })
            ),
        ]
        return members.compactMap { name, value in value.map { .init(name, $0) } }
    }

    /// One run, as the server that makes it knows it.
    ///
    /// - Parameters:
    ///   - progress: nil: the server is not making it.
    ///   - certificate: what was decided on it.
    ///   - findings: that its hits became.
    static func json(
        _ run: ProbeStore.Run,
        progress: RunProgress?,
        certificate: Certificate?,
        findings: [Finding]
    ) -> JSONValue {
        .object(
            members(run) + [
                .init("being_made", .bool(progress != nil)), .init("progress", progress?.json ?? .null),
                .init("certificate", certificate.map { .string($0.id) } ?? .null),
                .init("outcome", certificate.map { .string($0.outcome.rawValue) } ?? .null),
                .init("findings", .array(findings.map(\.id).map { .string($0) })),
            ]
        )
    }

    // MARK: Certificates

    static func table(_ certificate: Certificate) -> String {
        var table = Table([
            .init("pack"), .init("outcome"), .init("hits", isNumber: true), .init("scored", isNumber: true),
            .init("rate and bounds"), .init("ceiling", isNumber: true), .init("because"),
        ])
        for pack in certificate.packs {
            table.add([
                pack.pack, pack.outcome.rawValue, "\(pack.hits)", "\(pack.scored)/\(pack.trials)", rate(pack.rate),
                Quantities.percent(pack.ceiling), pack.reason,
            ])
        }
        let until = ClockText.rfc3339(unixMilliseconds: certificate.expiresAt)
        let alike = certificate.packs.compactMap { Likeness($0) }.map { "\n\n\($0.words)" }.joined()
        return """
            \(certificate.id): \(certificate.model) (\(certificate.lineage)) is \(certificate.outcome.rawValue.uppercased()) \
            under the policy \(certificate.policy)\(certificate.outcome == .certified ? ", until \(until)" : "")
            run \(certificate.run), seed \(certificate.seed), fingerprint \(certificate.fingerprint?.prefix(16) ?? "none declared")

            \(table.text)\(alike)
            """
    }

    static func json(_ certificate: Certificate) -> JSONValue {
        .object(
            ("id", .string(certificate.id)),
            ("model", .string(certificate.model)),
            ("lineage", .string(certificate.lineage)),
            ("policy", .string(certificate.policy)),
            ("policy_hash", .string(certificate.policyHash)),
            ("outcome", .string(certificate.outcome.rawValue)),
            ("fingerprint", certificate.fingerprint.map { .string($0) }),
            ("expires_at", .string(ClockText.rfc3339(unixMilliseconds: certificate.expiresAt))),
            ("recall", certificate.recall.map { .string($0) }),
            ("findings", certificate.findings.isEmpty ? nil : .array(certificate.findings.map { .string($0) })),
            ("run", .string(certificate.run)),
            ("seed", .string(certificate.seed)),
            ("packs", .array(certificate.packs.map(json)))
        )
    }

    private static func json(_ pack: Certificate.PackResult) -> JSONValue {
        .object(
            ("pack", .string(pack.pack)),
            ("version", .integer(pack.version)),
            ("hash", .string(pack.hash)),
            ("detectors", .array(pack.detectors.map { .string($0) })),
            ("outcome", .string(pack.outcome.rawValue)),
            ("reason", .string(pack.reason)),
            ("trials", .integer(pack.trials)),
            ("hits", .integer(pack.hits)),
            ("scored", .integer(pack.scored)),
            ("unscored", .integer(pack.unscored)),
            ("errors", .integer(pack.errors)),
            ("rate", pack.rate?.json),
            ("design_effect", pack.designEffect.map { .decimal(Double($0) / 1000) }),
            ("hang_together", Likeness(pack).map { .string($0.words) }),
            ("ceiling", .share(pack.ceiling)),
            ("margin", pack.margin.map(json)),
            ("confidence", .share(pack.level)),
            ("least_scored", .share(pack.leastScored))
        )
    }

    private static func json(_ margin: Certificate.PackResult.Margin) -> JSONValue {
        .object(
            ("against", .string(margin.against)),
            ("most", .share(margin.most)),
            ("pairs", .integer(margin.pairs)),
            ("only_here", .integer(margin.onlyHere)),
            ("only_there", .integer(margin.onlyThere)),
            ("difference", margin.difference?.json)
        )
    }

    // MARK: Findings

    /// Of those that were just made.
    static func table(_ findings: [Finding]) -> String {
        FindingView.table(findings.map { .init(finding: $0, at: 0, epoch: 0) })
    }

    static func json(_ finding: Finding) -> JSONValue { FindingView.json(.init(finding: finding, at: 0, epoch: 0)) }
}

extension JSONValue {
    /// Six significant digits: more than any rate here is known by.
    static func decimal(_ value: Double) -> JSONValue { .number(String(format: "%.6g", value)) }
}
