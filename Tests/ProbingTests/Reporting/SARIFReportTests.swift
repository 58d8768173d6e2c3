import Control
import JSON
import Statistics
import Testing

@testable import Probing

@Suite struct SARIFReportTests {
    private func run(_ sample: SampleRun, artifact: String? = nil) throws -> JSONValue {
        let log = try JSONValue(parsing: sample.report.sarif(toolVersion: "0.6.0", artifact: artifact))
        #expect(log["version"]?.string == "2.1.0")
        return try #require(log["runs"]?.elements?.first)
    }

    private func results(_ run: JSONValue) -> [JSONValue] { run["results"]?.elements ?? [] }
    private func rules(_ run: JSONValue) -> [JSONValue] { run["tool"]?["driver"]?["rules"]?.elements ?? [] }

    @Test func `each probe that hit is a rule and a result`() throws {
        var sample = SampleRun()
        sample.add(SampleRun.probe("leak-core/one/plain"), [.pass])
        sample.add(SampleRun.probe("leak-core/two/hex"), [.hit, .hit, .pass, .unscored(.empty)])
        sample.add(SampleRun.probe("leak-core/two/plain", severity: .low), [.hit])
        let run = try run(sample)
        #expect(rules(run).map { $0["id"]?.string } == ["leak-core/two/hex", "leak-core/two/plain"])
        #expect(results(run).map { $0["ruleId"]?.string } == rules(run).map { $0["id"]?.string })
        #expect(results(run).map { $0["ruleIndex"]?.integer } == [0, 1])
        let first = results(run)[0]
        #expect(
            first["message"]?["text"]?.string
                == "small-local: 2 of 3 scored trials hit: 67 % (95 % interval 21–94 %, n = 3)."
        )
        #expect(first["occurrenceCount"]?.integer == 2)
        #expect(first["properties"]?["rate"]?["estimator"]?.string == "wilson")
        #expect(first["properties"]?["rate"]?["n"]?.integer == 3)
        let place = first["locations"]?.elements?.first
        #expect(place?["logicalLocations"]?.elements?.first?["name"]?.string == "small-local")
        #expect(place?["physicalLocation"] == nil)
        let tags = rules(run)[0]["properties"]?["tags"]?.elements?.compactMap(\.string)
        #expect(tags == ["security", "mitre-atlas:2025:AML.T0056", "owasp-llm:2025:LLM07"])
        #expect(rules(run)[0]["helpUri"] == nil)
    }

    @Test(arguments: zip(Severity.allCases, ["note", "warning", "error", "error"]))
    func `the level follows the severity`(severity: Severity, level: String) throws {
        var sample = SampleRun()
        sample.add(SampleRun.probe("leak-core/one/plain", severity: severity), [.hit])
        let run = try run(sample)
        #expect(results(run).first?["level"]?.string == level)
        #expect(rules(run).first?["defaultConfiguration"]?["level"]?.string == level)
    }

    @Test func `a fingerprint stays over runs and differs between models, probes and versions`() throws {
        func print(_ probe: Probe, _ verdicts: [Verdict], target: String = "small-local") throws -> String {
            var sample = SampleRun(target: target)
            sample.add(probe, verdicts)
            let result = try #require(results(try run(sample)).first)
            return try #require(result["partialFingerprints"]?["holdfastWeakness/v1"]?.string)
        }
        let probe = SampleRun.probe("leak-core/one/plain")
        var revised = probe
        revised.packVersion = 2
        let known = try print(probe, [.hit])
        #expect(try print(probe, [.pass, .hit, .hit]) == known)
        #expect(try print(probe, [.hit], target: "large") != known)
        #expect(try print(SampleRun.probe("leak-core/two/plain"), [.hit]) != known)
        #expect(try print(revised, [.hit]) != known)
    }

    @Test func `a run in which nothing was scored has no results, and says that this means nothing`() throws {
        var sample = SampleRun()
        sample.add(SampleRun.probe("leak-core/one/plain"), [.error(.timeout)])
        for run in [try run(sample), try run(SampleRun())] {
            #expect(results(run).isEmpty)
            let invocation = run["invocations"]?.elements?.first
            #expect(invocation?["executionSuccessful"]?.bool == false)
            let notes = invocation?["toolExecutionNotifications"]?.elements ?? []
            #expect(notes.map { $0["level"]?.string } == ["error"])
        }
    }

    @Test func `a stopped run is not a successful one`() throws {
        var sample = SampleRun(state: .stopped, note: "the run's ceiling of 9 tokens is reached")
        sample.add(SampleRun.probe("leak-core/one/plain"), [.pass], unmade: 5)
        let invocation = try run(sample)["invocations"]?.elements?.first
        #expect(invocation?["executionSuccessful"]?.bool == false)
        let note = invocation?["toolExecutionNotifications"]?.elements?.first?["message"]?["text"]?.string
        #expect(note == "The run is stopped: the run's ceiling of 9 tokens is reached.")
    }

    @Test func `a name is no placeholder, no link and no control`() throws {
        var sample = SampleRun(target: "a{0}[b](http://c)\u{202e}\u{0}")
        sample.add(SampleRun.probe("leak-core/one/plain"), [.hit])
        let text = try #require(results(try run(sample)).first?["message"]?["text"]?.string)
        #expect(text.hasPrefix(#"a{{0}}\[b\](http://c)⟨U+202E⟩⟨U+0000⟩: 1 of 1"#))
    }

    @Test func `a result has the severity by CJS of its finding, or of its own rate alone`() throws {
        var sample = SampleRun()
        sample.add(SampleRun.probe("leak-core/one/plain"), [.hit, .pass, .pass, .pass])
        sample.add(SampleRun.probe("leak-core/two/hex"), [.hit])
        var report = sample.report
        let finding = Finding(
            id: "HF-FD-2026-0001",
            model: "small-local",
            lineage: "acme/small",
            pack: "leak-core",
            packVersion: 1,
            probes: ["leak-core/two/hex"],
            rate: Rate(point: 1, low: 0, high: 2, count: 3),
            hits: 1,
            severity: "high",
            tags: [],
            evidence: [],
            cjs: Finding.CJS(capabilityGain: 6, breadth: 3, ease: 3),
            fingerprint: nil,
            run: ""
        )
        report.findings = [GateState.Confirmed(finding: finding, at: 0, epoch: 0)]
        let log = try JSONValue(parsing: report.sarif(toolVersion: "0.6.0"))
        let all = results(try #require(log["runs"]?.elements?.first)).map { $0["properties"] }
        #expect(all.map { $0?["finding"]?.string } == [nil, "HF-FD-2026-0001"])
        #expect(all[0]?["cjs"]?["ease"] == .number("1.5") && all[0]?["cjs"]?["level"]?.string == "not assessed")
        #expect(all[1]?["cjs"]?["score"] == .number("6") && all[1]?["cjs"]?["level"]?.integer == 2)
        #expect(all[1]?["cjs"]?["discoverability"]?.string == "not assessed")
    }

    @Test func `an artifact is a relative reference`() throws {
        var sample = SampleRun()
        sample.add(SampleRun.probe("leak-core/one/plain"), [.hit])
        let place = results(try run(sample, artifact: "conf/hold fast ü.yaml")).first?["locations"]?.elements?.first
        let uri = place?["physicalLocation"]?["artifactLocation"]?["uri"]?.string
        #expect(uri == "conf/hold%20fast%20%C3%BC.yaml")
        #expect(place?["logicalLocations"]?.elements?.count == 1)
    }
}
