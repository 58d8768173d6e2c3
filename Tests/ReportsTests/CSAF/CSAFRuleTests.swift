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
}
