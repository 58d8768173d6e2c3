import Domain
import JSON
import Statistics

extension RunReport {
    /// Raised whenever a member changes its meaning; new members may come at any time.
    static let jsonlVersion = 1

    /// Lines of `kind` `run` (once, first), `probe`, `hit`, and `end` (once, last: without it the file is cut).
    ///
    /// What is not known is absent: a probe of which nothing was scored has no `rate`.
    ///
    /// - Parameter write: gets one line at a time, with its line break.
    package func jsonLines(_ write: ([UInt8]) throws -> Void) rethrows {
        let packs = packs
        func line(_ value: JSONValue) throws { try write(value.bytes + [UInt8(ascii: "\n")]) }
        try line(head)
        for pack in packs {
            for row in pack.probes { try line(Self.probe(row, of: pack)) }
        }
        for hit in hits { try line(Self.hit(hit)) }
        try line(end(packs))
    }

    private var head: JSONValue {
        .object(
            ("kind", .string("run")),
            ("version", .integer(Self.jsonlVersion)),
            ("run", .string(plan.id)),
            ("target", .string(plan.target)),
            // More digits than readers of JSON agree on.
            ("seed", .string(String(plan.seed))),
            ("started_at", .string(ClockText.rfc3339(unixMilliseconds: startedAt))),
            ("confidence", .number(String(confidence.level))),
            (
                "parameters",
                .object(
                    ("max_tokens", .integer(plan.parameters.mostTokens)),
                    ("temperature", plan.parameters.temperature.map { .string($0) }),
                    ("concurrency", .integer(plan.ceilings.concurrency)),
                    ("tokens", plan.ceilings.tokens.map { .integer($0) }),
                    ("money", plan.ceilings.money.map { .string($0.decimal) })
                )
            ),
            (
                "packs",
                .array(
                    plan.parts.map { part in
                        .object(
                            ("pack", .string(part.pack)),
                            ("version", .integer(part.version)),
                            ("hash", .string(part.hash)),
                            ("review", part.review.map { .string($0) }),
                            ("planned", .integer(part.probes.count))
                        )
                    }
                )
            )
        )
    }

    private static func probe(_ row: ProbeRow, of pack: PackRow) -> JSONValue {
        let probe = row.probe
        return .object(
            ("kind", .string("probe")),
            ("probe", .string(row.id)),
            ("pack", .string(pack.tally.pack)),
            ("comparability", probe.map { .string($0.comparability) }),
            ("attack", .string(row.attack)),
            ("goal", .string(row.goal)),
            ("goal_set", row.goalSet.map { .string($0) }),
            ("language", probe.map { .string($0.goal.language) }),
            ("severity", probe.map { .string($0.severity.rawValue) }),
            ("tags", probe.map { .array($0.tags.map { .string($0) }) }),
            (
                "detector",
                probe.map { probe in
                    let identity = probe.goal.detector.identity
                    return .object(("id", .string(identity.id)), ("version", .integer(identity.version)))
                }
            ),
            ("planned", .integer(row.planned)),
            ("made", .integer(row.tally.made)),
            ("hits", .integer(row.tally.count.hits)),
            ("scored", .integer(row.tally.count.scored)),
            ("unscored", reasons(row.tally.unscored)),
            ("errors", reasons(row.tally.errors)),
            ("rate", row.estimate.map(rate))
        )
    }

    private static func hit(_ hit: Trial.Outcome) -> JSONValue {
        .object(
            ("kind", .string("hit")),
            ("trial", .integer(hit.number)),
            ("probe", .string(hit.probe)),
            ("rule", .string(hit.rule)),
            ("model", hit.model.map { .string($0) }),
            ("build", hit.build.map { .string($0) }),
            ("at", .string(ClockText.rfc3339(unixMilliseconds: hit.at))),
            ("answers_sha256", hit.answersHash.map { .string($0) }),
            ("excerpt", hit.excerpt.map { .string($0) }),
            ("answers", hit.answers.map { .string($0) })
        )
    }

    private func end(_ packs: [PackRow]) -> JSONValue {
        .object(
            ("kind", .string("end")),
            ("run", .string(plan.id)),
            ("state", .string(state.rawValue)),
            ("note", note.isEmpty ? nil : .string(note)),
            ("ended_at", endedAt.map { .string(ClockText.rfc3339(unixMilliseconds: $0)) }),
            ("models", Self.reasons(models)),
            ("spent", .object(("tokens", .integer(spent.tokens)), ("money", .string(spent.money.decimal)))),
            ("packs", .array(packs.map { Self.pack($0, confidence) }))
        )
    }

    private static func pack(_ pack: PackRow, _ confidence: Confidence) -> JSONValue {
        let repeated = pack.tally.repeated
        return .object(
            ("pack", .string(pack.tally.pack)),
            ("planned", .integer(pack.tally.planned)),
            ("made", .integer(pack.tally.made)),
            ("hits", .integer(pack.tally.count.hits)),
            ("scored", .integer(pack.tally.count.scored)),
            ("goals", .integer(pack.goals)),
            ("unscored", reasons(pack.tally.unscored)),
            ("errors", reasons(pack.tally.errors)),
            ("rate", pack.estimate.map(rate)),
            ("design_effect", pack.tally.designEffect.map { .number(String($0)) }),
            ("corrected", pack.corrected.isEmpty ? nil : .array(pack.corrected.map(corrected))),
            ("hit_at_k", repeated.isEmpty ? nil : .array(repeated.map { hitAtK($0, confidence) }))
        )
    }

    /// What a detector that errs has seen, and the rate that its errors leave likely; its error rates are counts.
    private static func corrected(_ rate: CorrectedRate) -> JSONValue {
        func right(_ count: Count) -> JSONValue {
            .object(("right", .integer(count.hits)), ("n", .integer(count.scored)))
        }
        return .object(
            ("detector", .string(rate.detector)),
            ("language", .string(rate.language)),
            ("measured_on", .string(rate.validation)),
            ("sensitivity", right(rate.sensitivity)),
            ("specificity", right(rate.specificity)),
            ("raw", Self.rate(rate.raw)),
            ("corrected", rate.estimate.map(Self.rate)),
            ("not_corrected", rate.refusal.map { .string($0) })
        )
    }

    /// `n` of its rate are probes.
    private static func hitAtK(_ rate: HitAtK, _ confidence: Confidence) -> JSONValue {
        .object(
            ("k", .integer(rate.k)),
            ("left_out", .integer(rate.leftOut)),
            ("rate", Self.rate(rate.estimate(confidence: confidence)))
        )
    }

    private static func reasons(_ counts: [String: Int]) -> JSONValue {
        .object(counts.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .integer($0.value)) })
    }

    /// Point and interval as they came from one estimator, with the number they rest on.
    static func rate(_ estimate: Estimate) -> JSONValue {
        .object(
            ("point", .number(String(estimate.point))),
            ("low", .number(String(estimate.interval.lowerBound))),
            ("high", .number(String(estimate.interval.upperBound))),
            ("confidence", .number(String(estimate.confidence.level))),
            ("estimator", .string(estimate.estimator.rawValue)),
            ("n", .integer(estimate.scored)),
            ("n_effective", .number(String(estimate.effective)))
        )
    }
}
