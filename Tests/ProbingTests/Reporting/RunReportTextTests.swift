import Testing

@testable import Probing

@Suite struct RunReportTextTests {
    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")])
    func `large numbers have groups`(number: Int, text: String) {
        #expect(RunReport.grouped(number) == text)
    }
}
