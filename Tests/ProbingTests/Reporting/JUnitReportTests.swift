import Reports
import Testing

@testable import Probing

@Suite struct JUnitReportTests {
    private func read(_ run: SampleRun) throws -> MarkupTree { try MarkupTree.read(run.report.junit) }

    private struct Row: Sendable {
        var verdicts: [Verdict]
        var unmade = 0
        /// nil: the case passes.
        var child: String?
        var words: String
    }

    private static let rows = [
        Row(verdicts: [.pass, .pass], child: nil, words: "0 % (95 % interval 0–66 %, n = 2)"),
        Row(
            verdicts: [.hit, .pass, .pass],
            child: "failure",
            words: "1 of 3 scored trials hit: 33 % (95 % interval 6–79 %, n = 3)"
        ),
        Row(verdicts: [.hit, .error(.timeout)], child: "failure", words: "1 of 1 scored trials hit: 100 %"),
        Row(verdicts: [.pass, .error(.timeout)], child: nil, words: "1 errors"),
        Row(verdicts: [.unscored(.empty), .unscored(.empty)], child: "skipped", words: "nothing scored: 2 empty"),
        Row(
            verdicts: [.unscored(.cut), .error(.rateLimited)],
            child: "skipped",
            words: "nothing scored: 1 cut, 1 rate limited"
        ),
        Row(
            verdicts: [.error(.timeout), .error(.target)],
            child: "error",
            words: "no trial was answered: 1 target, 1 timeout"
        ),
        Row(verdicts: [], unmade: 2, child: "skipped", words: "not tried: the run is stopped: by hand"),
    ]

    @Test(arguments: rows.indices) func `a case says what came of its probe`(index: Int) throws {
        let row = Self.rows[index]
        var run = SampleRun(state: .stopped, note: "by hand")
        run.add(SampleRun.probe("leak-core/one/plain"), row.verdicts, unmade: row.unmade)
        let document = try read(run)
        let item = try #require(document.all("testcase").first)
        #expect(item.attributes["name"] == "leak-core/one/plain")
        #expect(item.attributes["classname"] == "leak-core.secrets")
        let outcomes = item.children.filter { $0.name != "system-out" }
        #expect(outcomes.map(\.name) == [row.child].compactMap { $0 })
        let words = outcomes.first?.attributes["message"] ?? item.text
        #expect(words.contains(row.words), "\(words)")
        for element in [document, try #require(document.all("testsuite").first)] {
            #expect(element.attributes["tests"] == "1")
            #expect(element.attributes["failures"] == (row.child == "failure" ? "1" : "0"))
            #expect(element.attributes["errors"] == (row.child == "error" ? "1" : "0"))
        }
        #expect(document.all("testsuite").first?.attributes["skipped"] == (row.child == "skipped" ? "1" : "0"))
    }

    @Test func `a suite is a pack, with what its numbers rest on`() throws {
        var run = SampleRun()
        run.add(SampleRun.probe("leak-core/one/plain"), [.pass])
        run.add(SampleRun.probe("usability/two/plain"), [.error(.target)])
        let suites = try read(run).all("testsuite")
        #expect(suites.map { $0.attributes["name"] } == ["leak-core", "usability"])
        #expect(suites[0].attributes["timestamp"] == "2025-11-27T21:46:40Z")
        let properties = suites.map { suite in
            suite.all("property").reduce(into: [String: String]()) {
                $0[$1.attributes["name"] ?? ""] = $1.attributes["value"]
            }
        }
        #expect(properties[0]["pack.hash"]?.count == 64)
        #expect(properties[0]["rate"]?.contains("n = 1") == true)
        #expect(properties[1]["rate"] == "nothing scored")
    }

    @Test func `hostile names and texts are text`() throws {
        let words =
            "]]></failure><script>&\"'\u{0}\u{1b}\u{202e}" + String(decoding: [0xEF, 0xBF, 0xBE], as: UTF8.self)
        var run = SampleRun(target: words, note: words, showsTexts: true)
        let excerpt = words + String(repeating: "x\u{0}", count: 50_000)
        run.add(SampleRun.probe("p<>/g\"/a'", set: words), [.hit], rule: words, excerpt: excerpt)
        let document = try read(run)
        #expect(document.attributes["name"] == VisibleText.of(words))
        #expect(document.all("script").isEmpty)
        let failure = try #require(document.all("failure").first)
        #expect(failure.text.contains("]]></failure><script>"))
        #expect(failure.text.contains("more characters)"))
        #expect(failure.text.utf8.count < 20_000)
    }

    @Test func `an excerpt stands in it only where texts may be shown`() throws {
        var run = SampleRun()
        run.add(SampleRun.probe("leak-core/one/plain"), [.hit], excerpt: "the code is kettle")
        #expect(try !read(run).text.contains("kettle"))
        run.showsTexts = true
        #expect(try read(run).text.contains("kettle"))
    }

    @Test func `an empty run is a document without suites`() throws {
        let document = try read(SampleRun())
        #expect(document.name == "testsuites")
        #expect(document.children.isEmpty)
        #expect(document.attributes["tests"] == "0")
    }
}
