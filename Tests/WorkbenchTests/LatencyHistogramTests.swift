import Testing

@testable import workbench

@Suite("Latency histogram")
struct LatencyHistogramTests {
    @Test("small values are exact")
    func smallValues() {
        var histogram = LatencyHistogram()
        for value in 0..<128 as Range<UInt64> { histogram.record(value) }
        #expect(histogram.percentile(0.5) == 63)
        #expect(histogram.percentile(1) == 127)
    }

    @Test("percentiles are never below the truth and at most one per cent above it")
    func closeness() {
        var histogram = LatencyHistogram()
        var values: [UInt64] = []
        var seed: UInt64 = 42
        for _ in 0..<5000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = seed >> (20 + seed % 40)
            values.append(value)
            histogram.record(value)
        }
        values.sort()
        for share in [0.01, 0.25, 0.5, 0.9, 0.99, 1.0] {
            let truth = values[max(1, Int((5000 * share).rounded(.up))) - 1]
            let seen = histogram.percentile(share) ?? 0
            #expect(seen >= truth)
            #expect(Double(seen) <= Double(truth) * 1.01)
        }
    }

    @Test("nothing recorded has no percentile, and the largest value is kept exactly")
    func edges() {
        var histogram = LatencyHistogram()
        #expect(histogram.percentile(0.5) == nil)
        histogram.record(.max)
        #expect(histogram.percentile(0.5) == .max)
        #expect(histogram.maximum == .max)
    }
}
