/// One mandatory test of section 6.1.
struct CSAFRule: Sendable {
    let test: CSAFTest
    let check: @Sendable (CSAFFacts, inout CSAFFindings) -> Void

    init(_ test: CSAFTest, _ check: @escaping @Sendable (CSAFFacts, inout CSAFFindings) -> Void) {
        self.test = test
        self.check = check
    }

    /// For each item of `vulnerabilities` by itself.
    static func ofVulnerabilities(
        _ test: CSAFTest,
        in categories: Set<String>? = nil,
        _ check: @escaping @Sendable (Placed, CSAFFacts, inout CSAFFindings) -> Void
    ) -> CSAFRule {
        CSAFRule(test) { facts, found in
            guard categories?.contains(facts.category) != false else { return }
            for vulnerability in facts.vulnerabilities { check(vulnerability, facts, &found) }
        }
    }

    /// In the order of the standard.
    static let all: [CSAFRule] =
        definitions + [contradictingStatus] + scores + identifiersOfThings + [revisionOrder, translator, latestVersion]
        + documentStatus + [revisionMissing, revisionTwice] + repetitions + [prohibitedCategory] + profiles
        + [
            translation, remediationWithoutProduct, mixedVersions, versionRange, flagWithoutProduct, severalFlags,
        ]
}
