import Control
import Domain
package import JSON

extension Advisory {
    /// Names that are nobody's address (RFC 4151, RFC 2606): ours, wherever an installation stands.
    private static let classes = "tag:holdfast.invalid,2026:recall-class"
    static let lineages = "tag:holdfast.invalid,2026:lineage"

    /// Not checked: `checked` is what others are given.
    package func document(_ form: Form) -> JSONValue {
        .object(
            (
                "document",
                .object(
                    ("category", .string(form.rawValue)),
                    ("csaf_version", .string("2.0")),
                    ("lang", .string("en")),
                    ("title", .string(title)),
                    (
                        "aggregate_severity",
                        .object(
                            ("text", .string("Class \(recall.order.recallClass.rawValue)")),
                            ("namespace", .string(Self.classes))
                        )
                    ),
                    (
                        "distribution",
                        .object(
                            (
                                "tlp",
                                .object(("label", .string("WHITE")), ("url", .string("https://www.first.org/tlp/")))
                            )
                        )
                    ),
                    ("publisher", publisher.json),
                    ("notes", .array(notes)),
                    ("references", references(form)),
                    ("tracking", tracking(form))
                )
            ),
            ("product_tree", productTree),
            ("vulnerabilities", .array(vulnerabilities))
        )
    }

    /// `Recall: acme/opal, Class I, all of its use`
    package var title: String {
        let order = recall.order
        return "\(kind): \(order.lineage), Class \(order.recallClass.rawValue), \(order.publicSlice)"
    }

    /// What nobody declared is a hold, whatever it would have become.
    private var kind: String {
        if incident.isHoldOnly { return "Hold" }
        return switch recall.order.kind {
        case .correction: "Correction"
        case .withdrawal: "Withdrawal"
        case .recall: "Recall"
        case .retirement: "Retirement"
        }
    }

    // MARK: Notes

    private var notes: [JSONValue] {
        [
            Self.note("summary", "State", summary),
            recall.order.notice.map { Self.note("description", "Public notice", VisibleText.of($0)) },
            Self.note("details", "Evidence", evidence),
        ].compactMap { $0 }
    }

    static func note(_ category: String, _ title: String, _ text: String) -> JSONValue {
        .object(("category", .string(category)), ("title", .string(title)), ("text", .string(text)))
    }

    private var summary: String {
        let order = recall.order
        let newest = revisions.last?.summary ?? ""
        let part = order.slice.isWhole ? "all use" : "a part of the use"
        return "\(newest) It is about \(part) of \(order.lineage), for reasons of \(order.reason.rawValue)."
    }

    private var evidence: String {
        let entry = (recall.steps.first?.epoch ?? 1) - 1
        let ledger = origin.map { " \(VisibleText.of($0))" } ?? ""
        return
            "The order is entry \(entry) of the public ledger\(ledger). Each revision and each number here names the entry that says it."
    }

    // MARK: References and history

    private func references(_ form: Form) -> JSONValue? {
        guard let own = link(path) else { return nil }
        var all: [JSONValue] = []
        switch form {
        case .security: all.append(Self.reference("self", "This document", own))
        case .exploitability: all.append(Self.reference("external", "The advisory \(recall.id)", own))
        }
        if let ledger = link("ledger/checkpoint") {
            let entry = (recall.steps.first?.epoch ?? 1) - 1
            all.append(Self.reference("external", "The public ledger; the order is its entry \(entry)", ledger))
        }
        if let notice = link(incident.noticePath) {
            all.append(Self.reference("external", "The notice in plain words", notice))
        }
        return .array(all)
    }

    private static func reference(_ category: String, _ summary: String, _ url: String) -> JSONValue {
        .object(("category", .string(category)), ("summary", .string(summary)), ("url", .string(url)))
    }

    private func tracking(_ form: Form) -> JSONValue {
        .object(
            ("id", .string(id(form))),
            ("status", .string(status)),
            ("version", .string("\(version)")),
            ("initial_release_date", .time(releasedAt)),
            ("current_release_date", .time(updatedAt)),
            ("generator", .object(("engine", .object(("name", .string("Holdfast")))))),
            (
                "revision_history",
                .array(
                    revisions.map {
                        .object(
                            ("date", .time($0.at)),
                            ("number", .string("\($0.number)")),
                            ("summary", .string($0.summary))
                        )
                    }
                )
            )
        )
    }
}

extension Advisory.Publisher {
    /// We use models, and make none.
    var json: JSONValue {
        .object(
            ("category", .string("user")),
            ("name", .string(VisibleText.of(name))),
            ("namespace", .string(namespace)),
            ("contact_details", contact.map { .string(VisibleText.of($0)) })
        )
    }
}
