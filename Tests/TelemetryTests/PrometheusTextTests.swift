import Domain
import Testing

@testable import Telemetry

@Suite("Prometheus text")
struct PrometheusTextTests {
    /// One line of a page that is no comment.
    struct Sample {
        var name: String
        var labels: String
        var value: Double
    }

    @Test("each family is described once, before its samples, and its lines stand together", arguments: [false, true])
    func families(openMetrics: Bool) throws {
        var seen: [String] = []
        var described: [String: String] = [:]
        for line in Self.page(openMetrics).split(separator: "\n") where line != "# EOF" {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if words[0] == "#" {
                if words[1] == "TYPE" {
                    #expect(described.updateValue(words[3], forKey: words[2]) == nil, "\(line)")
                    seen.append(words[2])
                } else {
                    #expect(words[1] == "HELP" && described[words[2]] == nil, "\(line)")
                }
                continue
            }
            let sample = try #require(Self.sample(String(line)), "\(line)")
            let family = try #require(seen.last)
            let suffixes =
                described[family] == "histogram"
                ? ["_bucket", "_sum", "_count"] : openMetrics && described[family] == "counter" ? ["_total"] : [""]
            #expect(suffixes.contains { sample.name == family + $0 }, "\(line) under \(family)")
        }
        #expect(described.count == 16)
    }

    @Test("only OpenMetrics ends with its mark and names counters without their suffix")
    func openMetrics() {
        #expect(Self.page(true).hasSuffix("\n# EOF\n"))
        #expect(!Self.page(false).contains("# EOF"))
        #expect(Self.page(true).contains("# TYPE holdfast_exchanges counter\n"))
        #expect(Self.page(false).contains("# TYPE holdfast_exchanges_total counter\n"))
        for openMetrics in [false, true] {
            #expect(Self.page(openMetrics).contains("\nholdfast_exchanges_total{"))
        }
        #expect(Self.page(true).contains(#"le="1.0""#) && Self.page(false).contains(#"le="1""#))
    }

    @Test("histograms are cumulative and agree with their count", arguments: [false, true])
    func histograms(openMetrics: Bool) throws {
        var last: [String: Double] = [:]
        for line in Self.page(openMetrics).split(separator: "\n") where !line.hasPrefix("#") {
            let sample = try #require(Self.sample(String(line)))
            guard let cut = sample.labels.firstRange(of: #",le=""#) else {
                if sample.name.hasSuffix("_count") {
                    #expect(last[String(sample.name.dropLast(6)) + sample.labels] == sample.value, "\(line)")
                }
                continue
            }
            let key = String(sample.name.dropLast(7) + sample.labels[..<cut.lowerBound])
            #expect(sample.value >= last[key] ?? 0, "\(line)")
            last[key] = sample.value
        }
        #expect(last.count == 8)
        let page = Self.page(openMetrics)
        #expect(
            page.contains(
                #"operation_duration_seconds_bucket{route="a\"b\\c\nd",provider="p",model="m",outcome="completed",error_type="",le="0.01"} 1"#
            )
        )
        #expect(
            page.contains(
                #"operation_duration_seconds_sum{route="a\"b\\c\nd",provider="p",model="m",outcome="completed",error_type=""} 2.510001"#
            )
        )
    }

    @Test("every refusal's code has a line, also at zero")
    func refusals() {
        let page = Self.page(false)
        for code in RefusalCode.allCases {
            #expect(
                page.contains("holdfast_refusals_total{code=\"\(code.rawValue)\"} \(code == .overloaded ? 2 : 0)\n")
            )
        }
    }

    @Test("attempts tell their class, and what happened at models is told by model")
    func models() {
        let page = Self.page(false)
        for line in [
            #"holdfast_attempts_total{route="z",provider="p",model="m",outcome="failed",error_type="timeout",class="transient"} 1"#,
            #"holdfast_retries_total{provider="p",model="m",verdict="granted"} 2"#,
            #"holdfast_retries_total{provider="p",model="m",verdict="refused"} 1"#,
            #"holdfast_model_gone_total{provider="p",model="n"} 1"#,
        ] {
            #expect(page.contains("\n\(line)\n"))
        }
    }

    private static func page(_ openMetrics: Bool) -> String {
        let loop = LoopMetrics()
        let odd = SeriesLabels(route: "a\"b\\c\nd", provider: "p", model: "m", outcome: "completed", errorType: "")
        let plain = SeriesLabels(route: "z", provider: "p", model: "m", outcome: "failed", errorType: "timeout")
        for micros in [1, 2_510_000] {
            loop.cell(odd).record(
                durationMicroseconds: micros,
                firstChunkMicroseconds: 10,
                usage: Usage(input: 5, output: 70_000_000),
                requestBytes: 1,
                responseBytes: 2
            )
        }
        loop.cell(plain).record(
            durationMicroseconds: 1,
            firstChunkMicroseconds: nil,
            usage: Usage(),
            requestBytes: 1,
            responseBytes: 2
        )
        var failed = plain
        failed.failureClass = "transient"
        loop.attemptCell(failed).add()
        for isGranted in [true, false, true] { loop.retry(isGranted: isGranted, provider: "p", model: "m") }
        loop.modelGone(provider: "p", model: "n")
        loop.refused(.overloaded)
        loop.refused(.overloaded)
        let readings = [
            Reading("holdfast_epoch", "Ledger events applied.", .gauge, 7),
            Reading("holdfast_build_info", "The version.", .gauge, 1, labels: [("version", "1\n2")]),
            Reading("holdfast_journal_written_total", "Written.", .counter, 3),
            Reading("holdfast_breaker", "State.", .gauge, 0, labels: [("model", "a")]),
            Reading("holdfast_breaker", "State.", .gauge, 1, labels: [("model", "b")]),
        ]
        return String(
            decoding: PrometheusText.render(loop.sample(), readings: readings, openMetrics: openMetrics),
            as: UTF8.self
        )
    }

    /// `name{labels} value`, with a look at the labels' quotes and escapes.
    private static func sample(_ line: String) -> Sample? {
        guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
            return nil
        }
        let head = line[..<space]
        guard let brace = head.firstIndex(of: "{") else { return Sample(name: String(head), labels: "", value: value) }
        guard head.hasSuffix("\"}") else { return nil }
        return Sample(name: String(head[..<brace]), labels: String(head[brace...].dropLast()), value: value)
    }
}

@Suite("Loop metrics")
struct LoopMetricsTests {
    @Test("a value falls into the first bucket whose bound it does not pass")
    func histogram() {
        var histogram = Histogram(bounds: [10, 20])
        for value in [0, 10, 11, 20, 21, 1_000_000] { histogram.record(value) }
        #expect(histogram.counts == [2, 2, 2])
        #expect(histogram.count == 6 && histogram.sum == 1_000_062)
        var other = Histogram(bounds: [10, 20])
        other.record(15)
        histogram.merge(other)
        #expect(histogram.counts == [2, 3, 2] && histogram.sum == 1_000_077)
    }

    @Test("too many series go to one, and are counted")
    func overflow() {
        let loop = LoopMetrics()
        for index in 0..<(LoopMetrics.maximumSeries + 50) {
            let labels = Self.labels("r\(index)")
            loop.cell(labels).record(
                durationMicroseconds: 1,
                firstChunkMicroseconds: nil,
                usage: Usage(),
                requestBytes: 0,
                responseBytes: 0
            )
            loop.attemptCell(labels).add()
        }
        let sample = loop.sample()
        #expect(sample.series.count == LoopMetrics.maximumSeries + 1)
        #expect(sample.series[.overflow]?.exchanges == 50)
        #expect(sample.attempts[.overflow] == 50)
        #expect(sample.overflowed == 50)
        #expect(loop.cell(Self.labels("r0")).series.exchanges == 1)
    }

    @Test("samples of several loops add up")
    func merge() {
        let loops = [LoopMetrics(), LoopMetrics()]
        for loop in loops {
            loop.cell(Self.labels("a")).record(
                durationMicroseconds: 5,
                firstChunkMicroseconds: 1,
                usage: Usage(input: 2, output: 3),
                requestBytes: 7,
                responseBytes: 8
            )
            loop.refused(.overloaded)
            loop.attemptCell(Self.labels("a")).add()
            loop.modelGone(provider: "p", model: "m")
        }
        var all = MetricsSample()
        for loop in loops { all.merge(loop.sample()) }
        let series = all.series[Self.labels("a")]
        #expect(series?.exchanges == 2 && series?.requestBytes == 14 && series?.outputTokens.sum == 6)
        #expect(all.refusals == [.overloaded: 2] && all.attempts == [Self.labels("a"): 2])
        #expect(all.modelEvents == [ModelEvent(.gone, provider: "p", model: "m"): 2])
    }

    private static func labels(_ route: String) -> SeriesLabels {
        SeriesLabels(route: route, provider: "p", model: "m", outcome: "completed", errorType: "")
    }
}
