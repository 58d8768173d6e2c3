/// 6.1.29 and 6.1.31 to 6.1.33: of which products something is said.
extension CSAFRule {
    static let remediationWithoutProduct = CSAFRule.ofVulnerabilities(.remediationWithoutProduct) {
        vulnerability,
        _,
        found in
        tellUnbound(vulnerability.items("remediations"), "remediation", &found)
    }

    static let flagWithoutProduct = CSAFRule.ofVulnerabilities(.flagWithoutProduct) { vulnerability, _, found in
        tellUnbound(vulnerability.items("flags"), "flag", &found)
    }

    private static func tellUnbound(_ statements: [Placed], _ what: String, _ found: inout CSAFFindings) {
        for statement in statements where statement["product_ids"] == nil && statement["group_ids"] == nil {
            found.fault(
                statement.pointer,
                "The \(what) does not say which products it is about. Add `product_ids` or `group_ids`."
            )
        }
    }

    /// The words are those of the standard, looked for as words: `after-eight` is a version that somebody may have, and
    /// the standard's own valid example.
    static let versionRange = CSAFRule(.versionRange) { facts, found in
        let words: Set = ["after", "all", "before", "earlier", "later", "prior", "versions"]
        for branch in facts.branches where branch.string("category") == "product_version" {
            guard let name = branch["name"], let text = name.string?.lowercased() else { continue }
            let parts = text.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" && $0 != "." }
            guard text.contains("<") || text.contains(">") || parts.contains(where: { words.contains(String($0)) })
            else {
                continue
            }
            found.fault(
                name.pointer,
                "`\(text.excerpt)` is a range of versions. Write the category `product_version_range`, or one version."
            )
        }
    }

    static let severalFlags = CSAFRule(.severalFlags) { facts, found in
        var reach = ProductReach(facts)
        for vulnerability in facts.vulnerabilities {
            var seen: [String: JSONPointer] = [:]
            for flag in vulnerability.items("flags") {
                guard let label = flag.string("label"), Shape.justifications.contains(label) else { continue }
                guard let products = reach.products(of: [flag]) else {
                    return found.notChecked(flag.pointer, ProductReach.reason)
                }
                for id in products.sorted() {
                    guard let first = seen[id] else {
                        seen[id] = flag.pointer
                        continue
                    }
                    found.fault(
                        flag.pointer,
                        "The product `\(id.excerpt)` has a flag already, at \(first). Keep the one that says why it is not affected."
                    )
                }
            }
        }
    }
}
