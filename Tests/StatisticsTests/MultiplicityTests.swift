import Statistics
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Many hypotheses at once")
struct MultiplicityTests {
    @Test("Holm's adjusted values agree with an independent library")
    func holm() {
        let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005, 0.2, 0.5])
        for (seen, expected) in zip(adjusted, [0.05, 0.12, 0.12, 0.03, 0.4, 0.5]) { #expect(isClose(seen, expected)) }
        #expect(Holm.rejections([0.01, 0.04, 0.03, 0.005, 0.2, 0.5], alpha: 0.06) == [0, 3])
        #expect(Holm.adjusted([0.9, 0.8]) == [1, 1])
        #expect(Holm.adjusted([]).isEmpty)
    }

    @Test(
        "e-BH rejects the k largest as long as the smallest of them reaches K/(αk)",
        arguments: [
            ([80.0, 1, 1, 1], 0.05, [0]),
            ([79, 1, 1, 1], 0.05, []),
            ([41, 1, 40, 2], 0.05, [0, 2]),
            // 21 alone would need 80; with three others above it, it needs only 20.
            ([21, 30, 25, 22], 0.05, [0, 1, 2, 3]),
            ([0, 0], 0.05, []),
            ([], 0.05, []),
        ] as [([Double], Double, [Int])]
    )
    func eBH(eValues: [Double], alpha: Double, rejected: [Int]) {
        #expect(EBenjaminiHochberg.rejections(logEValues: eValues.map { log($0) }, alpha: alpha) == rejected)
    }

    @Test("e-BH agrees with the definition on every small case")
    func eBHDefinition() {
        let values = [0.5, 15, 30, 45, 70]
        for code in 0..<625 {
            let eValues = [code % 5, code / 5 % 5, code / 25 % 5, code / 125].map { values[$0] }
            let largest = (1...4).last { k in eValues.sorted(by: >)[k - 1] >= 4 / (0.1 * Double(k)) } ?? 0
            let rejected = EBenjaminiHochberg.rejections(logEValues: eValues.map { log($0) }, alpha: 0.1)
            #expect(rejected.count == largest)
        }
    }
}
