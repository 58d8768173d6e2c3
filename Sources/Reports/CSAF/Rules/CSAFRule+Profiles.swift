/// 6.1.27: what the profiles of the standard ask for, by the document's category.
extension CSAFRule {
    static let profiles = [
        documentNotes, documentReferences, noVulnerabilities, productTree, vulnerabilityNotes, productStatus,
        exploitabilityStatus, vulnerabilityID, impactStatement, actionStatement, vulnerabilities,
    ]

    private static let told: Set = [Profile.informational, Profile.incident]
    private static let scored: Set = [Profile.advisory, Profile.exploitability]

    private static let documentNotes = CSAFRule(.documentNotes) { facts, found in
        let kinds: Set = ["description", "details", "general", "summary"]
        let notes = facts.document?.items("notes") ?? []
        guard told.contains(facts.category), !notes.contains(where: { kinds.contains($0.string("category") ?? "") })
        else {
            return
        }
        found.fault(
            JSONPointer("/document/notes"),
            "No note says what has happened. Add one whose category is \(kinds.sorted().listed)."
        )
    }

    private static let documentReferences = CSAFRule(.documentReferences) { facts, found in
        let references = facts.document?.items("references") ?? []
        // Without a category a reference is external (section 3.2.1.10).
        guard told.contains(facts.category),
            !references.contains(where: { ($0.string("category") ?? "external") == "external" })
        else { return }
        found.fault(
            JSONPointer("/document/references"),
            "No reference leads to somebody else's document. Add one whose category is `external`."
        )
    }

    private static let noVulnerabilities = CSAFRule(.noVulnerabilities) { facts, found in
        guard facts.category == Profile.informational, let placed = facts.root["vulnerabilities"] else { return }
        found.fault(
            placed.pointer,
            "A document of this category has no vulnerabilities. Take them out, or write the category `\(Profile.advisory)`."
        )
    }

    private static let productTree = CSAFRule(.productTree) { facts, found in
        guard scored.contains(facts.category), facts.root["product_tree"] == nil else { return }
        found.fault(
            JSONPointer("/product_tree"),
            "A document of this category has a product tree. Add it, with the products that it is about."
        )
    }

    private static let vulnerabilityNotes = CSAFRule.ofVulnerabilities(.vulnerabilityNotes, in: scored) {
        vulnerability,
        _,
        found in
        guard vulnerability["notes"] == nil else { return }
        found.fault(vulnerability.pointer / "notes", "The vulnerability is not described. Add `notes` to it.")
    }

    private static let productStatus = CSAFRule.ofVulnerabilities(.productStatus, in: [Profile.advisory]) {
        vulnerability,
        _,
        found in
        guard vulnerability["product_status"] == nil else { return }
        found.fault(
            vulnerability.pointer / "product_status",
            "It is not said which products are affected. Add `product_status`."
        )
    }

    private static let vulnerabilities = CSAFRule(.vulnerabilities) { facts, found in
        guard scored.contains(facts.category), facts.root["vulnerabilities"] == nil else { return }
        found.fault(
            JSONPointer("/vulnerabilities"),
            "A document of this category has vulnerabilities. Add them, or write the category `csaf_base`."
        )
    }
}
