package import JSON

/// Whether a document is a valid one of the Common Security Advisory Framework 2.0 (OASIS Standard, 18 November 2022):
/// its structure as the JSON schema asks for it, and the mandatory tests of section 6.1.
///
/// A document whose structure is wrong is put to the tests all the same: each looks at what it can read, so that all
/// faults are told at once.
package enum CSAFValidator {
    package static func check(_ document: JSONValue) -> CSAFReport {
        var found = CSAFFindings()
        let root = Placed(document)
        found.begin(.structure)
        Shape.csafDocument.check(root, &found)
        let facts = CSAFFacts(root)
        for rule in CSAFRule.all {
            found.begin(rule.test)
            rule.check(facts, &found)
        }
        return found.report
    }
}
