import Control
import Domain
package import JSON

extension Card {
    /// For programs. Rates are shares from 0 to 1; what was not measured is `null`.
    package var json: JSONValue {
        .object(
            ("card", .string(kind)),
            ("subject", .string(name)),
            ("made_at", .string(ClockText.rfc3339(unixMilliseconds: madeAt))),
            (
                "ledger",
                .object(
                    ("origin", ledger.origin.map { .string($0) } ?? .null),
                    ("entries", .integer(Int(clamping: ledger.size)))
                )
            ),
            ("purpose", Self.text(purpose)),
            ("not_for", Self.text(notFor)),
            ("organisation", Self.text(organisation)),
            ("contact", Self.text(contact)),
            ("boundary", .array(boundary.map { .string($0) })),
            (
                "requires",
                requirement.map { .object(("policy", .string($0.policy)), ("mode", .string($0.mode))) } ?? .null
            ),
            ("serving", .array(serving.map(Self.json))),
            ("certificates", .array(certificates.map(Self.json))),
            ("not_tested", .array(untested.map { .string($0) })),
            ("languages", .array(languages.map { .string($0) })),
            ("findings", .array(findings.map(Self.json))),
            ("recalls", .array(recalls.map(Self.json))),
            (
                "last_drill",
                drill.map { entry in
                    .object(
                        ("id", .string(entry.drill.id)),
                        ("passed", .bool(entry.drill.passed)),
                        ("at", .time(entry.drill.at)),
                        ("ledger_index", Self.number(entry.index))
                    )
                } ?? .null
            ),
            (
                "traffic",
                traffic.map { traffic in
                    .object(
                        ("from", .string(traffic.from)),
                        ("to", .string(traffic.to)),
                        ("requests", .integer(traffic.requests)),
                        ("failures", .integer(traffic.failures)),
                        ("answered", traffic.answered.map { .share($0) } ?? .null)
                    )
                } ?? .null
            )
        )
    }

    private static func json(_ line: Serving) -> JSONValue {
        .object(
            ("lineage", .string(line.lineage)),
            ("rehearsal", .bool(line.isRehearsal)),
            ("region", text(line.region)),
            ("place", .string(line.place)),
            ("because", .string(line.because))
        )
    }

    private static func json(_ entry: Certified) -> JSONValue {
        let certificate = entry.issued.certificate
        return .object(
            ("id", .string(certificate.id)),
            ("lineage", .string(certificate.lineage)),
            ("policy", .string(certificate.policy)),
            ("policy_hash", .string(certificate.policyHash)),
            ("outcome", .string(certificate.outcome.rawValue)),
            ("standing", .string(entry.standing)),
            ("made_at", .time(entry.issued.at)),
            ("expires_at", .time(certificate.expiresAt)),
            ("ledger_index", number(entry.index)),
            ("packs", .array(certificate.packs.map(json)))
        )
    }

    private static func json(_ pack: Certificate.PackResult) -> JSONValue {
        .object(
            ("pack", .string(pack.pack)),
            ("version", .integer(pack.version)),
            ("hash", .string(pack.hash)),
            ("measures", .string(pack.measuresUsefulness ? "usefulness" : "attack success")),
            ("trials", .integer(pack.trials)),
            ("hits", .integer(pack.hits)),
            ("scored", .integer(pack.scored)),
            ("unscored", .integer(pack.unscored)),
            ("errors", .integer(pack.errors)),
            ("rate", pack.rate?.json ?? .null),
            ("level", .share(pack.level)),
            ("ceiling", .share(pack.ceiling)),
            ("outcome", .string(pack.outcome.rawValue))
        )
    }

    private static func json(_ entry: Found) -> JSONValue {
        let finding = entry.confirmed.finding
        return .object(
            ("id", .string(finding.id)),
            ("lineage", .string(finding.lineage)),
            ("pack", .string(finding.pack)),
            ("pack_version", .integer(finding.packVersion)),
            ("severity", .string(finding.severity)),
            ("hits", .integer(finding.hits)),
            ("rate", finding.rate.json),
            ("tags", .array(finding.tags.map { .string($0) })),
            ("breadth", text(entry.confirmed.breadth?.breadth.rawValue)),
            ("breadth_ledger_index", entry.confirmed.measuredEpoch.map { number($0 - 1) } ?? .null),
            ("state", .string(entry.confirmed.stateWords)),
            ("confirmed_at", .time(entry.confirmed.at)),
            ("ledger_index", number(entry.index))
        )
    }

    private static func json(_ entry: Recalled) -> JSONValue {
        let recall = entry.recall
        return .object(
            ("id", .string(recall.id)),
            ("lineage", .string(recall.order.lineage.description)),
            ("class", .string(recall.order.recallClass.rawValue)),
            ("state", .string(recall.state.rawValue)),
            ("kind", .string(recall.order.kind.rawValue)),
            ("of", .string(recall.order.publicSlice)),
            ("notice", text(recall.order.notice)),
            ("findings", .array(recall.order.findings.map { .string($0) })),
            ("opened_at", .time(recall.openedAt)),
            ("moved_at", .time(recall.movedAt)),
            ("ledger_index", number(entry.index)),
            ("newest_ledger_index", number(entry.newestIndex))
        )
    }

    // MARK: Values

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    private static func number(_ value: UInt64) -> JSONValue { .integer(Int(clamping: value)) }
}
