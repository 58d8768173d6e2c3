import Domain
import HoldfastTesting
import Statistics
import Testing

@testable import Probing

@Suite("What the trials of a stream say")
struct WatchStreamTests {
    @Test("as text it is the same bit for bit, wherever it is cut", arguments: 1...4)
    func text(seed: Int) throws {
        var random = SeededRandom(seed: seed)
        var stream = try WatchSamples.stream()
        let lines = try WatchSamples.lines()
        for number in 0..<400 {
            let read = try #require(WatchStream(text: stream.text))
            try #require(read == stream && read.text == stream.text && read.detector.words == stream.detector.words)
            stream.add(WatchSamples.outcome(number, &random, hitting: seed * 5))
            stream.tell(stream.level(lines))
            if random.chance(100) { stream.reset() }
        }
        #expect(stream.next == 400 && stream.scored + stream.unscored + stream.errors == 400)
        #expect(stream.unscored > 0 && stream.errors > 0 && stream.hits > 0)
    }

    @Test("a sequence that is cut at any point and taken up from text alarms at the same trial", arguments: 1...3)
    func cut(seed: Int) throws {
        let lines = try WatchSamples.lines()
        var random = SeededRandom(seed: seed)
        let outcomes = (0..<200).map { WatchSamples.outcome($0, &random, hitting: 30) }
        func alarms(cutAt place: Int?) throws -> [Int] {
            var (stream, alarms) = (try WatchSamples.stream(), [Int]())
            for outcome in outcomes {
                if outcome.number == place { stream = try #require(WatchStream(text: stream.text)) }
                stream.add(outcome)
                if stream.level(lines) == .act {
                    alarms.append(outcome.number)
                    stream.reset()
                }
            }
            return alarms
        }
        let whole = try alarms(cutAt: nil)
        #expect(whole.count > 1)
        for place in outcomes.indices { try #require(try alarms(cutAt: place) == whole) }
    }

    @Test("it warns before it acts, and as long as nothing is wrong it says nothing")
    func levels() throws {
        let lines = try WatchSamples.lines()
        var stream = try WatchSamples.stream(passes: 500)
        #expect(stream.level(lines) == .calm)
        var seen: [WatchStream.Level] = []
        for number in 500..<520 {
            stream.add(RunBench.outcome(number, .hit))
            if stream.level(lines) != seen.last { seen.append(stream.level(lines)) }
        }
        #expect(seen == [.calm, .warn, .act])
        #expect(WatchStream.Level.calm < .warn && WatchStream.Level.warn < .act)
    }

    @Test("what cannot be scored is counted and moves nothing")
    func unscored() throws {
        var stream = try WatchSamples.stream(hits: 2, passes: 3)
        let before = stream.detector
        for number in 5..<25 { stream.add(RunBench.outcome(number, number < 15 ? .unscored(.cut) : .error(.target))) }
        #expect(stream.detector == before && stream.scored == 5 && stream.unscored == 10 && stream.errors == 10)
        #expect(stream.next == 25)
    }

    @Test("after an alarm that was dealt with it counts anew, and gives no number twice")
    func reset() throws {
        var stream = try WatchSamples.stream(hits: 6, passes: 10)
        stream.tell(.act)
        stream.tell(.warn)
        #expect(stream.told == .act, "what was told is not taken back")
        #expect(stream.suspects == ["small/door/plain"] && stream.evidence > 0)
        stream.reset()
        #expect(stream.told == .calm && stream.suspects.isEmpty && stream.evidence == 0)
        #expect(stream.detector.trials == 0 && stream.next == 16 && stream.hits == 6 && stream.scored == 16)
        #expect(try stream.detector == WatchSamples.stream().detector)
    }

    @Test("another certificate, another edition of the pack or another bound is another baseline")
    func baselines() throws {
        let stream = try WatchSamples.stream()
        #expect(stream.isAgainst(WatchSamples.baseline))
        for edit in [
            { $0.certificate = nil }, { $0.certificate = "HF-CT-2027-0002" }, { $0.packHash = "ef" }, { $0.rate += 1 },
        ] as [(inout WatchStream.Baseline) -> Void] {
            var other = WatchSamples.baseline
            edit(&other)
            #expect(!stream.isAgainst(other))
        }
        #expect(WatchStream(WatchSamples.name, .init(certificate: nil, packHash: "", rate: 1_000_001)) == nil)
    }

    @Test("a pack is new until it was tried thirty times, unless it is certified")
    func isNew() throws {
        let uncertified = WatchStream.Baseline(certificate: nil, packHash: "abcd", rate: 50_000)
        for (tried, isNew) in [(0, true), (29, true), (30, false)] {
            #expect(try WatchSamples.stream(WatchSamples.name, uncertified, passes: tried).isNew == isNew)
            #expect(try !WatchSamples.stream(passes: tried).isNew)
        }
    }

    @Test("suspects are the newest, each once, and the curve stays short however long it runs")
    func bounds() throws {
        var stream = try WatchSamples.stream()
        for number in 0..<3000 {
            var outcome = RunBench.outcome(number, .hit)
            outcome.probe = "small/door/\(number % 20)"
            outcome.at = WatchSamples.now + UInt64(number)
            stream.add(outcome)
        }
        #expect(stream.suspects == (4..<20).map { "small/door/\($0)" })
        #expect(stream.curve.count <= 240 && stream.curve.count > 100)
        #expect(
            stream.curve.last?.at == WatchSamples.now + 2999
                && stream.curve.map(\.at) == stream.curve.map(\.at).sorted()
        )
    }

    @Test(
        "a text that is no stream is none",
        arguments: [
            ("", ""), ("{", ""), ("{}", ""), ("\"version\":1", "\"version\":2"),
            ("\"told\":\"calm\"", "\"told\":\"loud\""),
            ("\"model\":\"opal\",", ""), ("\"next\":5", "\"next\":\"5\""), ("\"detector\":[", "\"detector\":[\"zz\","),
            ("\"rate\":50000", "\"rate\":null"),
        ]
    )
    func unreadable(part: String, instead: String) throws {
        let text = try WatchSamples.stream(passes: 5).text
        let broken = text.contains(part) && !part.isEmpty && part.count > 2 ? text.replacing(part, with: instead) : part
        #expect(broken != text && WatchStream(text: broken) == nil)
    }
}
