import Testing

@testable import Probing

@Suite struct RunReportTextTests {
    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")])
    func `large numbers have groups`(number: Int, text: String) {
        #expect(RunReport.grouped(number) == text)
    }

    @Test(
        arguments: [(900, "0 s"), (59_000, "59 s"), (192_500, "3 min 12 s"), (7_260_000, "2 h 1 min")]
            as [(UInt64, String)]
    )
    func `durations are read at a glance`(milliseconds: UInt64, text: String) {
        #expect(RunReport.duration(milliseconds) == text)
    }
}
