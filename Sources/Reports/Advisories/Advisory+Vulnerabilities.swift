import Control
import Domain
import JSON

/// What an advisory says of the recalled lineage: once for each confirmed weakness; where the order names none, once for itself.
extension Advisory {
    var vulnerabilities: [JSONValue] { findings.isEmpty ? [vulnerability(nil)] : findings.map(vulnerability) }

    private func vulnerability(_ found: GateState.Confirmed?) -> JSONValue {
        .object(
            ("title", .string(found.map { "Confirmed weakness \($0.finding.id)" } ?? title)),
            ("cwe", found.flatMap { Self.weakness($0.finding.tags) }),
            ("ids", .array(ids(found))),
            ("discovery_date", found.map { .time($0.at) }),
            ("notes", .array([Self.note("description", "What was found", description(found))])),
            ("product_status", productStatus),
            ("threats", threats.map { .array($0) }),
            ("remediations", remediations.map { .array($0) }),
            (
                "involvements",
                .array([
                    .object(
                        ("party", .string("user")),
                        ("status", .string(incident.isOpen ? "in_progress" : "completed")),
                        ("date", .time(updatedAt))
                    )
                ])
            )
        )
    }

    // MARK: What it is

    /// Of prompt injection and of a system prompt that is told; nothing else of ours has a number there.
    private static func weakness(_ tags: [String]) -> JSONValue? {
        let isAboutPrompts = tags.contains { tag in
            tag.hasPrefix("owasp-llm:") && [":LLM01", ":LLM07"].contains(where: tag.hasSuffix)
        }
        guard isAboutPrompts, let name = Weaknesses.names(of: "CWE-1427")?.first else { return nil }
        return .object(("id", .string("CWE-1427")), ("name", .string(name)))
    }

    private func ids(_ found: GateState.Confirmed?) -> [JSONValue] {
        guard let finding = found?.finding else { return [Self.id("Holdfast recall", recall.id)] }
        let techniques = finding.tags.filter { $0.hasPrefix("mitre-atlas:") }.compactMap {
            $0.split(separator: ":").last
        }
        return [Self.id("Holdfast finding", finding.id)]
            + Set(techniques.map(String.init)).sorted().map { Self.id("MITRE ATLAS", $0) }
    }

    private static func id(_ system: String, _ text: String) -> JSONValue {
        .object(("system_name", .string(system)), ("text", .string(text)))
    }

    private func description(_ found: GateState.Confirmed?) -> String {
        guard let found else {
            return "No confirmed weakness is named by the order, so no rate stands here. "
                + (recall.order.notice.map { VisibleText.of($0) } ?? "Nothing was written for the public.")
        }
        let finding = found.finding
        var text =
            "Pack \(finding.pack), version \(finding.packVersion): \(finding.hits) hits, rate \(RateText.brief(finding.rate)), "
            + "n = \(finding.rate.count), severity \(finding.severity), of \(finding.lineage). Ledger entry \(found.epoch - 1)."
        // What was measured after the newest revision belongs to none.
        if let breadth = found.breadth?.breadth, let epoch = found.measuredEpoch, epoch <= recall.steps.last?.epoch ?? 0
        {
            text += " It reaches: \(breadth.rawValue). Ledger entry \(epoch - 1)."
        }
        return text
    }

    // MARK: Who is affected

    /// In the words that the standard has for products. What was retired stays affected: nothing of it was mended.
    private var statusWord: String {
        switch incident.outcome {
        case .standing, .retired: "known_affected"
        case .mended: "fixed"
        case .released: "known_not_affected"
        }
    }

    private var productStatus: JSONValue {
        let recommended = substitutes.filter { !$0.isRehearsal }.map { JSONValue.string($0.lineage.description) }
        return .object(
            (statusWord, .array([.string(recalledID)])),
            ("recommended", recommended.isEmpty ? nil : .array(recommended))
        )
    }

    private var threats: [JSONValue]? {
        let details: String
        switch incident.outcome {
        case .standing, .retired:
            let words =
                switch recall.order.recallClass {
                case .one: "serious harm is likely"
                case .two: "harm is reversible, or remote"
                case .three: "harm is unlikely"
                }
            details = "Class \(recall.order.recallClass.rawValue): \(words)."
        case .released:
            details = "A person looked at it and released it: nothing had to be done. \(entry(of: .dismissed))"
        case .mended: return nil
        }
        return [
            .object(
                ("category", .string("impact")),
                ("details", .string(details)),
                ("product_ids", .array([.string(recalledID)]))
            )
        ]
    }

    private func entry(of state: RecallState) -> String {
        recall.steps.last { $0.move.to == state }.map { "Ledger entry \($0.epoch - 1)." } ?? ""
    }

    // MARK: What to do

    private var remediations: [JSONValue]? {
        switch incident.outcome {
        case .released: nil
        case .mended:
            [
                remediation(
                    "vendor_fix",
                    "It was corrected, tried again and serves as before. \(entry(of: .clear))",
                    since: .clear
                )
            ]
        case .retired:
            substitutes.map(workaround)
                + [remediation("no_fix_planned", "It will not serve again. \(entry(of: .retired))", since: .retired)]
        case .standing:
            substitutes.isEmpty
                ? [remediation("none_available", "There is none yet, and nothing serves in its place.", since: nil)]
                : substitutes.map(workaround)
        }
    }

    private func workaround(_ substitute: Substitute) -> JSONValue {
        let proofs = substitute.certificates.map { "certificate \($0.certificate.id), ledger entry \($0.epoch - 1)" }
        let proof = proofs.isEmpty ? "" : " (\(proofs.joined(separator: "; ")))"
        let warning = substitute.isRehearsal ? " It is \(StatusWords.english.rehearsal)." : ""
        return remediation("workaround", "Use \(substitute.lineage)\(proof).\(warning)", since: nil)
    }

    private func remediation(_ category: String, _ details: String, since state: RecallState?) -> JSONValue {
        .object(
            ("category", .string(category)),
            ("date", state.flatMap { state in recall.steps.last { $0.move.to == state } }.map { .time($0.at) }),
            ("details", .string(details)),
            ("product_ids", .array([.string(recalledID)])),
            ("restart_required", category == "workaround" ? .object(("category", .string("none"))) : nil)
        )
    }
}
