import Statistics
import Testing

@testable import Probing

@Suite struct HeatMapTests {
    private func map(_ run: SampleRun) -> HeatMap { HeatMap(run.report.packs, confidence: .ninetyFive) }

    @Test func `a cell gathers the trials of one attack on one goal set, clustered by goal`() throws {
        var run = SampleRun()
        run.add(SampleRun.probe("leak/one/plain"), [.hit, .hit, .pass])
        run.add(SampleRun.probe("leak/two/plain"), [.pass, .unscored(.empty)])
        run.add(SampleRun.probe("leak/two/hex", set: "others"), [.pass])
        let row = try #require(map(run).rows.first { $0.attack == "plain" })
        let cell = try #require(row.cells.last ?? nil)
        #expect(cell.made == 5)
        #expect(cell.count == Count(hits: 2, of: 4))
        let clustered = ClusteredRate([Count(hits: 2, of: 3), Count(hits: 0, of: 1)])
        #expect(cell.estimate == clustered.estimate(confidence: .ninetyFive))
    }

    @Test func `what was not tried is no cell, and what was not scored has no rate`() throws {
        var run = SampleRun()
        run.add(SampleRun.probe("leak/one/plain", set: "a"), [.error(.timeout)])
        run.add(SampleRun.probe("leak/two/hex", set: "b"), [.pass])
        run.add(SampleRun.probe("leak/three/hex", set: "a"), [], unmade: 3)
        let map = map(run)
        #expect(map.columns.map(\.goalSet) == ["a", "b"])
        let plain = try #require(map.rows.first { $0.attack == "plain" })
        #expect(try #require(plain.cells[0]).estimate == nil)
        #expect(plain.cells[1] == nil)
        let hex = try #require(map.rows.first { $0.attack == "hex" })
        #expect(hex.cells[0] == nil)
        #expect((map.pairs, map.tried) == (4, 2))
    }

    @Test func `the strongest attack stands first, by what its trials bear out`() {
        var run = SampleRun()
        run.add(SampleRun.probe("leak/one/lucky"), [.hit])
        run.add(SampleRun.probe("leak/one/proven"), Array(repeating: .hit, count: 9))
        run.add(SampleRun.probe("leak/one/silent"), [.unscored(.cut)])
        run.add(SampleRun.probe("leak/one/weak"), Array(repeating: .pass, count: 9))
        #expect(map(run).rows.map(\.attack) == ["proven", "lucky", "weak", "silent"])
    }

    @Test(arguments: [(0, 0), (1, 1), (2, 2), (10, 3), (25, 4), (50, 5), (100, 5)])
    func `heat follows the rate`(hits: Int, heat: Int) throws {
        var run = SampleRun()
        let verdicts: [Verdict] = Array(repeating: .hit, count: hits) + Array(repeating: .pass, count: 100 - hits)
        run.add(SampleRun.probe("leak/one/plain"), verdicts)
        let cell = try #require(map(run).rows.first?.cells.first ?? nil)
        #expect(cell.heat == heat)
    }

    @Test func `a wide map comes in parts of one width, each with the attacks that it tried`() {
        var run = SampleRun()
        for set in 0..<10 { run.add(SampleRun.probe("leak/g\(set)/plain", set: "set\(set)"), [.pass]) }
        run.add(SampleRun.probe("leak/g0/hex", set: "set0"), [.pass])
        let parts = map(run).parts(ofAtMost: 9)
        #expect(parts.map(\.columns.count) == [5, 5])
        #expect(parts.map { $0.rows.count } == [2, 1])
        #expect(map(run).parts(ofAtMost: 10).count == 1)
    }
}
