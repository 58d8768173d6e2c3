import JSON
import Statistics
import Testing

@testable import Probing

@Suite struct JSONLReportTests {
    private func lines(_ run: SampleRun) throws -> [JSONValue] {
        var lines: [JSONValue] = []
        try run.report.jsonLines { bytes in
            #expect(bytes.last == UInt8(ascii: "\n"))
            #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
            lines.append(try JSONValue(parsing: Array(bytes.dropLast())))
        }
        return lines
    }

    private func kinds(_ lines: [JSONValue]) -> [String] { lines.map { $0["kind"]?.string ?? "" } }

    @Test func `a run is a head, a line for each probe, one for each hit, and an end`() throws {
        var run = SampleRun()
        run.add(
            SampleRun.probe("leak-core/one/plain"),
            [.hit, .hit, .pass, .unscored(.cut), .error(.timeout)],
            unmade: 2
        )
        run.add(SampleRun.probe("usability/two/plain"), [.pass])
        let lines = try lines(run)
        #expect(kinds(lines) == ["run", "probe", "probe", "hit", "hit", "end"])
        let probe = lines[1]
        #expect(probe["probe"]?.string == "leak-core/one/plain")
        #expect(probe["comparability"]?.string == SampleRun.probe("leak-core/one/plain").comparability)
        #expect(probe["goal"]?.string == "one")
        #expect(probe["attack"]?.string == "plain")
        #expect(probe["severity"]?.string == "high")
        #expect(probe["tags"]?.elements?.count == 2)
        #expect(probe["detector"]?["id"]?.string == "canary")
        #expect(probe["detector"]?["version"]?.integer == 2)
        #expect(probe["planned"]?.integer == 7)
        #expect(probe["made"]?.integer == 5)
        #expect(probe["hits"]?.integer == 2)
        #expect(probe["scored"]?.integer == 3)
        #expect(probe["unscored"]?["cut"]?.integer == 1)
        #expect(probe["errors"]?["timeout"]?.integer == 1)
    }

    @Test func `point, interval and number come from one estimator`() throws {
        var run = SampleRun()
        run.add(SampleRun.probe("leak-core/one/plain"), [.hit, .pass, .pass])
        let lines = try lines(run)
        let expected = try #require(WilsonInterval.estimate(Count(hits: 1, of: 3), confidence: .ninetyFive))
        let rate = try #require(lines[1]["rate"])
        #expect(rate["point"]?.double == expected.point)
        #expect(rate["low"]?.double == expected.interval.lowerBound)
        #expect(rate["high"]?.double == expected.interval.upperBound)
        #expect(rate["estimator"]?.string == "wilson")
        #expect(rate["n"]?.integer == 3)
        let pack = try #require(lines.last?["packs"]?.elements?.first?["rate"])
        #expect(pack["estimator"]?.string == "clustered_wilson")
    }

    @Test func `of what was not scored there is no rate`() throws {
        var run = SampleRun()
        run.add(SampleRun.probe("leak-core/one/plain"), [.error(.timeout), .error(.target)])
        run.add(SampleRun.probe("leak-core/two/plain"), [], unmade: 4)
        let lines = try lines(run)
        #expect(kinds(lines) == ["run", "probe", "probe", "end"])
        for line in lines[1...2] {
            #expect(line["rate"] == nil)
            #expect(line["scored"]?.integer == 0)
        }
        #expect(lines[2]["made"]?.integer == 0)
        #expect(lines.last?["packs"]?.elements?.first?["rate"] == nil)
    }

    @Test func `the head names what is needed to make the run again`() throws {
        var run = SampleRun()
        run.add(SampleRun.probe("leak-core/one/plain"), [.pass])
        let head = try #require(try lines(run).first)
        #expect(head["run"]?.string == "run_01k8sample")
        #expect(head["target"]?.string == "small-local")
        // All 64 bits.
        #expect(head["seed"]?.string == "18446744073709551615")
        #expect(head["packs"]?.elements?.first?["hash"]?.string?.count == 64)
        #expect(head["confidence"]?.double == 0.95)
        #expect(head["parameters"]?["max_tokens"]?.integer == 256)
    }

    @Test(arguments: [true, false]) func `texts stand in it only where they may`(shows: Bool) throws {
        var run = SampleRun()
        run.showsTexts = shows
        let words = "</pre>\u{0}\u{202e}\"\n" + String(repeating: "long ", count: 20_000)
        run.add(SampleRun.probe("leak-core/one/plain"), [.hit], excerpt: words)
        let hit = try #require(try lines(run).first { $0["kind"]?.string == "hit" })
        // As it was: for machines nothing is made visible.
        #expect(hit["excerpt"]?.string == (shows ? words : nil))
        #expect(hit["answers"]?.string == (shows ? words : nil))
        #expect(hit["answers_sha256"]?.string?.count == 64)
    }

    @Test func `an empty run is a head and an end`() throws {
        #expect(kinds(try lines(SampleRun())) == ["run", "end"])
    }
}
