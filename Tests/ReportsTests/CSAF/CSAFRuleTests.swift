import JSON
import Testing

@testable import Reports

@Suite("CSAF: the list of rules")
struct CSAFRuleTests {
    @Test("each mandatory test of the standard has one rule, in its order")
    func all() {
        #expect(CSAFRule.all.map(\.test) == CSAFTest.allCases.filter { $0 != .structure })
        let numbers = (1...33).flatMap { $0 == 27 ? (1...11).map { "6.1.27.\($0)" } : ["6.1.\($0)"] }
        #expect(CSAFTest.allCases.map(\.rawValue) == ["schema"] + numbers)
    }

    @Test("many vulnerabilities that each name a large group are not looked at without end, and that is told")
    func reach() throws {
        let ids = (0..<50).map { JSONValue.string("P\($0)") }
        let vulnerability = try JSONValue(
            json: #"""
                {"product_status": {"known_not_affected": ["P0"]},
                 "flags": [{"label": "component_not_present", "group_ids": ["ALL"]}]}
                """#
        )
        let document = try SampleAdvisory.recall()
            .with("/product_tree/product_groups/0", .object(("group_id", .string("ALL")), ("product_ids", .array(ids))))
            .with("/vulnerabilities", .array(Array(repeating: vulnerability, count: 10)))
        for (most, pointers) in [(500, []), (499, ["/vulnerabilities/9", "/vulnerabilities/9/flags/0"])] {
            var found = CSAFFindings()
            let facts = CSAFFacts(Placed(document), mostMembers: most)
            for rule in CSAFRule.all where [.impactStatement, .severalFlags].contains(rule.test) {
                found.begin(rule.test)
                rule.check(facts, &found)
            }
            #expect(found.report.faults.isEmpty)
            #expect(found.report.unchecked.map(\.pointer.text) == pointers)
        }
    }
}
