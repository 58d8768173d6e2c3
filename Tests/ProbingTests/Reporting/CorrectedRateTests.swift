import JSON
import Statistics
import Testing

@testable import Probing

@Suite("Rates of detectors that err")
struct CorrectedRateTests {
    private static func run(hits: Int = 12, of count: Int = 60) -> SampleRun {
        var run = SampleRun()
        for number in 0..<count {
            run.add(
                SampleRun.probe("usability/g\(number)/plain", detector: .refusal),
                [number < hits ? .hit : .pass]
            )
        }
        return run
    }

    @Test("the corrected rate, by hand, stands beside the rate as seen and the counts that it rests on")
    func byHand() throws {
        let report = Self.run().report
        let tally = try #require(report.tallies.first)
        let rate = try #require(report.corrections(tally).first)
        #expect(rate.detector == "refusal 1" && rate.language == "en" && rate.validation.hasPrefix("XSTest"))
        #expect(rate.sensitivity == Count(hits: 502, of: 532) && rate.specificity == Count(hits: 505, of: 531))
        #expect(rate.observed == Count(hits: 12, of: 60) && rate.raw.point == 0.2)
        let estimate = try #require(rate.estimate)
        // z² = 3.841459, half of which joins the hits.
        let seen = (0.2 * rate.raw.effective + 1.920729) / (rate.raw.effective + 3.841459)
        #expect(abs(estimate.point - (seen + 506.0 / 533 - 1) / (503.0 / 534 + 506.0 / 533 - 1)) < 0.00001)
        #expect(estimate.effective == rate.raw.effective && rate.raw.effective < 60)
        #expect(estimate.estimator == .roganGladen && estimate.scored == 60 && rate.refusal == nil)
        #expect(estimate.interval.contains(0.1) && !estimate.interval.contains(0.05))
    }

    @Test("goals that are tried many times say little more than goals that are tried once")
    func clusters() throws {
        func width(_ times: Int) throws -> Double {
            var run = SampleRun()
            for number in 0..<60 {
                let verdicts = Array(repeating: number < 12 ? Verdict.hit : .pass, count: times)
                run.add(SampleRun.probe("usability/g\(number)/plain", detector: .refusal), verdicts)
            }
            let report = run.report
            let tally = try #require(report.tallies.first)
            let estimate = try #require(report.corrections(tally).first?.estimate)
            return estimate.interval.upperBound - estimate.interval.lowerBound
        }
        #expect(try width(9) > 0.9 * width(1))
    }

    @Test("trials of exact detectors, of other languages and without a verdict are not among them")
    func others() throws {
        var run = Self.run()
        run.add(SampleRun.probe("usability/sum/plain", detector: .knownAnswer(["7"])), [.hit, .hit])
        run.add(SampleRun.probe("usability/hindi/plain", language: "hi", detector: .refusal), [.hit])
        run.add(SampleRun.probe("usability/silent/plain", detector: .refusal), [.unscored(.uncertain)])
        let report = run.report
        let tally = try #require(report.tallies.first)
        let rates = report.corrections(tally)
        #expect(rates.map(\.observed) == [Count(hits: 12, of: 60)])
        var exact = SampleRun()
        exact.add(SampleRun.probe("leak-core/one/plain"), [.hit, .pass])
        let plain = exact.report
        #expect(plain.tallies.allSatisfy { plain.corrections($0).isEmpty })
    }

    @Test("reports name both, and leave it out where every detector is exact")
    func reports() throws {
        func texts(_ run: SampleRun) throws -> (page: String, end: JSONValue) {
            var last: [UInt8] = []
            run.report.jsonLines { last = $0 }
            return (String(decoding: run.report.html, as: UTF8.self), try JSONValue(parsing: Array(last.dropLast())))
        }
        let (page, end) = try texts(Self.run())
        #expect(page.contains("Corrected rate") && page.contains("Rogan–Gladen") && page.contains("94 % of 532"))
        let rate = try #require(end["packs"]?.elements?.first?["corrected"]?.elements?.first)
        #expect(rate["raw"]?["point"]?.double == 0.2 && rate["raw"]?["estimator"]?.string == "clustered_wilson")
        #expect(rate["corrected"]?["estimator"]?.string == "rogan_gladen" && rate["corrected"]?["n"]?.integer == 60)
        #expect(rate["sensitivity"]?["right"]?.integer == 502 && rate["specificity"]?["n"]?.integer == 531)
        var exact = SampleRun()
        exact.add(SampleRun.probe("leak-core/one/plain"), [.hit, .pass])
        let (plain, plainEnd) = try texts(exact)
        #expect(!plain.contains("Corrected rate") && plainEnd["packs"]?.elements?.first?["corrected"] == nil)
    }
}
