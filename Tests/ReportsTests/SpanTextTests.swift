import Reports
import Testing

@Suite struct SpanTextTests {
    @Test(
        arguments: [(900, "900 ms"), (59_000, "59 s"), (192_500, "3 min 12 s"), (7_260_000, "2 h 1 min")]
            as [(UInt64, String)]
    )
    func `durations are read at a glance`(milliseconds: UInt64, text: String) {
        #expect(SpanText.of(milliseconds) == text)
    }
}
