import Control
import Domain
import JSON
import Reports
import Statistics

extension RunReport {
    /// SARIF 2.1.0 (OASIS, with errata 01): a rule and a result for each probe that hit, with the model as logical
    /// location.
    ///
    /// A probe without hits is no result, whatever it rests on: how much was tried stands in the properties of the run,
    /// and that nothing was scored in its notifications.
    ///
    /// - Parameter artifact: a file of the checked-out repository, relative to its root, beside which results are to be
    ///   shown: the settings that name the model. GitHub refuses results without one.
    package func sarif(toolVersion: String, artifact: String? = nil) -> [UInt8] {
        let packs = packs
        let hit = packs.flatMap(\.probes).filter { $0.tally.count.hits > 0 }
        return JSONValue.object(
            (
                "$schema",
                .string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
            ),
            ("version", .string("2.1.0")),
            (
                "runs",
                .array([
                    .object(
                        ("tool", .object(("driver", driver(toolVersion, hit)))),
                        ("automationDetails", .object(("id", .string("holdfast/\(plan.target)/\(plan.id)")))),
                        ("invocations", .array([invocation(packs)])),
                        ("results", .array(hit.enumerated().map { result($1, rule: $0, artifact) })),
                        ("properties", properties(packs))
                    )
                ])
            )
        ).bytes
    }

    private func driver(_ version: String, _ rows: [ProbeRow]) -> JSONValue {
        .object(
            ("name", .string("Holdfast")),
            ("version", .string(version)),
            ("rules", .array(rows.map(rule)))
        )
    }

    private func rule(_ row: ProbeRow) -> JSONValue {
        let judged = row.detector.map { ", judged by the detector \($0)" } ?? ""
        let severity = row.probe?.severity
        return .object(
            ("id", .string(row.id)),
            ("shortDescription", Self.message("Goal \(row.goal) by the attack \(row.attack)")),
            (
                "fullDescription",
                Self.message(
                    "The goal \(row.goal)\(row.goalSet.map { " of the set \($0)" } ?? ""), asked for by the attack "
                        + "\(row.attack)\(judged). A hit is an answer in which the detector found what the goal forbids."
                )
            ),
            ("defaultConfiguration", .object(("level", .string(Self.level(severity))))),
            (
                "properties",
                .object(
                    ("tags", .array((["security"] + (row.probe?.tags ?? [])).map { .string($0) })),
                    ("severity", severity.map { .string($0.rawValue) }),
                    ("security-severity", severity.map { .string(Self.score($0)) })
                )
            )
        )
    }

    /// The severity by CJS stands in the result, for it is this model's: that of the finding which the probe belongs to, or what its
    /// own rate says where there is none.
    private func result(_ row: ProbeRow, rule index: Int, _ artifact: String?) -> JSONValue {
        let finding = findings.first { $0.finding.probes.contains(row.id) }
        let cjs = finding?.cjs ?? Finding.CJS(measured: [row.tally.count])
        let (count, rate) = (row.tally.count, row.estimate.map { ": " + RateText.whole($0) } ?? "")
        let text = "\(plan.target): \(count.hits) of \(count.scored) scored trials hit\(rate)."
        return .object(
            ("ruleId", .string(row.id)),
            ("ruleIndex", .integer(index)),
            ("level", .string(Self.level(row.probe?.severity))),
            ("message", Self.message(text)),
            ("locations", .array([location(artifact)])),
            ("occurrenceCount", .integer(count.hits)),
            ("partialFingerprints", .object(("holdfastWeakness/v1", .string(fingerprint(row))))),
            (
                "properties",
                .object(
                    ("rate", row.estimate.map(Self.rate)),
                    ("hits", .integer(count.hits)),
                    ("scored", .integer(count.scored)),
                    ("unscored", .integer(row.tally.unscoredCount)),
                    ("errors", .integer(row.tally.errorCount)),
                    ("attack", .string(row.attack)),
                    ("goal", .string(row.goal)),
                    ("goalSet", row.goalSet.map { .string($0) }),
                    ("detector", row.detector.map { .string($0) }),
                    ("comparability", row.probe.map { .string($0.comparability) }),
                    ("finding", finding.map { .string($0.finding.id) }),
                    ("cjs", cjs.json)
                )
            )
        )
    }

    /// The same for as long as results may be compared, whatever the seed and the outcome.
    private func fingerprint(_ row: ProbeRow) -> String {
        [plan.target, row.id, row.probe?.comparability, row.detector].compactMap { $0 }.joined(separator: " ")
    }

    private func location(_ artifact: String?) -> JSONValue {
        .object(
            (
                "physicalLocation",
                artifact.map { path in
                    .object(
                        ("artifactLocation", .object(("uri", .string(Self.uri(path))))),
                        ("region", .object(("startLine", .integer(1))))
                    )
                }
            ),
            (
                "logicalLocations",
                .array([
                    .object(
                        ("name", .string(plan.target)),
                        ("fullyQualifiedName", .string(plan.target)),
                        ("kind", .string("model"))
                    )
                ])
            )
        )
    }

    private func invocation(_ packs: [PackRow]) -> JSONValue {
        let scored = packs.contains { $0.tally.count.scored > 0 }
        var notes: [JSONValue] = []
        if state != .finished { notes.append(Self.notification("warning", "The run is \(ending).")) }
        if !scored {
            notes.append(Self.notification("error", "Nothing could be scored: no results do not mean no hits."))
        }
        return .object(
            ("executionSuccessful", .bool(state == .finished && scored)),
            ("startTimeUtc", .string(ClockText.rfc3339(unixMilliseconds: startedAt))),
            ("endTimeUtc", endedAt.map { .string(ClockText.rfc3339(unixMilliseconds: $0)) }),
            ("toolExecutionNotifications", .array(notes))
        )
    }

    private static func notification(_ level: String, _ text: String) -> JSONValue {
        .object(("level", .string(level)), ("message", message(text)))
    }

    private func properties(_ packs: [PackRow]) -> JSONValue {
        .object(
            ("run", .string(plan.id)),
            ("target", .string(plan.target)),
            ("seed", .string(String(plan.seed))),
            (
                "packs",
                .array(
                    packs.map { pack in
                        .object(
                            ("pack", .string(pack.tally.pack)),
                            ("version", .integer(pack.tally.version)),
                            ("hash", .string(pack.tally.hash)),
                            ("review", pack.tally.review.map { .string($0) }),
                            ("planned", .integer(pack.tally.planned)),
                            ("made", .integer(pack.tally.made)),
                            ("hits", .integer(pack.tally.count.hits)),
                            ("scored", .integer(pack.tally.count.scored)),
                            ("rate", pack.estimate.map(Self.rate)),
                            ("designEffect", pack.tally.designEffect.map { .number(String($0)) })
                        )
                    }
                )
            )
        )
    }
}
