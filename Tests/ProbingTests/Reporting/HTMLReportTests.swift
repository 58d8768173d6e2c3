import Reports
import Testing

@testable import Probing

@Suite struct HTMLReportTests {
    private func read(_ run: SampleRun) throws -> MarkupTree { try MarkupTree.read(run.report.html) }

    private func section(_ id: String, of page: MarkupTree) -> MarkupTree? {
        page.all("section").first { $0.attributes["aria-labelledby"] == id }
    }

    private var usual: SampleRun {
        var run = SampleRun()
        run.add(SampleRun.probe("leak-core/one/plain"), [.hit, .pass, .pass, .unscored(.cut), .error(.timeout)])
        run.add(SampleRun.probe("leak-core/two/plain"), [.pass, .pass, .pass])
        run.add(SampleRun.probe("leak-core/two/hex", set: "others", language: "hi"), [.error(.target)])
        run.add(SampleRun.probe("usability/three/plain", set: "sums"), [.pass], unmade: 2)
        return run
    }

    @Test func `a row for each pack says what was tried and what came of it`() throws {
        let page = try read(usual)
        let rows = try #require(section("packs", of: page)?.all("tr"))
        #expect(rows.map { $0.children.first?.all("b").first?.text } == [nil, "leak-core", "usability"])
        let cells = rows[1].children.map(\.text)
        #expect(cells[1].contains("17 %") && cells[1].contains("n = 6 in 2 goals"))
        #expect(Array(cells[2...]) == ["1", "6", "9", "9", "1 1 cut", "2 1 target, 1 timeout"])
        #expect(Array(rows[2].children.map(\.text)[2...5]) == ["0", "1", "1", "3"])
    }

    @Test func `a pack that nobody has reviewed says so beside its numbers and among what was not tested`() throws {
        var run = usual
        run.review = "not reviewed by <native> speakers"
        let page = try read(run)
        let row = try #require(section("packs", of: page)?.all("tr").dropFirst().first)
        #expect(row.children[0].text.contains("not reviewed by <native> speakers"))
        let limits = try #require(section("limits", of: page)).text
        #expect(limits.contains("How the texts of leak-core read: not reviewed by <native> speakers."))
        #expect(!(try read(usual)).text.contains("How the texts of"))
    }

    @Test func `every cell of the map has words, whatever its colour`() throws {
        let map = try #require(section("map", of: try read(usual)))
        let rows = map.all("tbody").flatMap { $0.all("tr") }
        #expect(rows.map { $0.children.map(\.text) }.map { $0[0] } == ["plain", "hex"])
        let plain = rows[0].children
        #expect(plain[1].text == "not tried")
        #expect(plain[2].text.contains("17 %") && plain[2].text.contains("n = 6"))
        #expect(plain[2].attributes["class"] == "h3")
        #expect(rows[1].children[1].text == "nothing scored of 1")
        #expect(map.all("td").allSatisfy { !$0.text.isEmpty || $0.attributes.isEmpty })
    }

    @Test func `probes that hit are listed, the surest first`() throws {
        var run = SampleRun()
        run.add(SampleRun.probe("leak-core/one/lucky", severity: .critical), [.hit])
        run.add(SampleRun.probe("leak-core/one/proven", severity: .low), Array(repeating: .hit, count: 8))
        run.add(SampleRun.probe("leak-core/one/safe"), [.pass])
        let rows = try #require(section("probes", of: try read(run))?.all("tbody").first?.children)
        #expect(rows.map { $0.children[0].text } == ["leak-core/one/proven", "leak-core/one/lucky"])
        #expect(rows[1].children.map(\.text)[3] == "critical")
    }

    @Test func `what was not tested is said in numbers`() throws {
        let limits = try #require(section("limits", of: try read(usual))).text
        #expect(limits.contains("2 of 12 planned trials"))
        #expect(limits.contains("3 trials without a verdict"))
        #expect(limits.contains("1 of 4 probes, of which nothing was scored"))
        #expect(limits.contains("3 of 6 pairs"))
        #expect(limits.contains("the languages are en)"))
    }

    @Test func `evidence in answers that were cut is shown apart`() throws {
        #expect(try !read(usual).text.contains("Evidence in"))
        var run = usual
        run.add(SampleRun.probe("usability/four/plain", set: "sums"), [.unscored(.evidenceInCut)])
        #expect(try read(run).text.contains("Evidence in an answer that was cut."))
    }

    @Test(arguments: [true, false]) func `texts stand in it only where they may, and folded`(shows: Bool) throws {
        var run = SampleRun(showsTexts: shows)
        run.add(SampleRun.probe("leak-core/one/plain", language: "hi"), [.hit], excerpt: "the code is kettle")
        let page = try read(run)
        #expect(page.text.contains("kettle") == shows)
        let folded = page.all("details").flatMap { $0.all("pre") }
        #expect(folded.map(\.text) == (shows ? ["the code is kettle"] : []))
        #expect(folded.allSatisfy { $0.attributes["lang"] == "hi" })
        #expect(page.all("details").count == 1)
    }

    @Test func `hostile names and texts are text, and nothing runs or is loaded`() throws {
        let words = "</title></style></pre><script>alert(1)</script><img src=//e onerror=x>\"'&]]>\u{0}\u{1b}\u{202e}"
        var run = SampleRun(target: words, state: .stopped, note: words, showsTexts: true, models: [words: 1])
        let probe = SampleRun.probe("p\(words)/g\(words)/a\(words)", set: words, language: "\"><x>", tags: [words])
        run.add(probe, [.hit], rule: words, excerpt: words + String(repeating: "x\u{0}", count: 50_000))
        let page = try read(run)
        #expect(page.all("h1").first?.text == VisibleText.of(words))
        for name in ["script", "img", "link", "iframe", "object", "a", "form"] { #expect(page.all(name).isEmpty) }
        for element in page.everything {
            #expect(
                !element.attributes.keys.contains { $0.hasPrefix("on") || $0 == "src" || $0 == "href" || $0 == "style" }
            )
        }
        #expect(page.all("style").count == 1)
        #expect(page.all("style").first?.ownText.contains("url(") == false)
        #expect(page.all("pre").first?.text.contains("more characters)") == true)
    }

    @Test func `tables can be read without eyes`() throws {
        let page = try read(usual)
        #expect(page.attributes["lang"] == "en")
        #expect(page.all("th").allSatisfy { $0.attributes["scope"] != nil })
        #expect(page.all("table").allSatisfy { $0.children.first?.name == "caption" })
        #expect(page.all("tbody").flatMap { $0.all("tr") }.allSatisfy { $0.children.first?.name == "th" })
        #expect(page.all("svg").allSatisfy { $0.attributes["aria-hidden"] == "true" })
        let ids = page.everything.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        #expect(page.all("section").allSatisfy { ids.contains($0.attributes["aria-labelledby"] ?? "") })
        // As many cells a row as the head has columns.
        for table in page.all("table") {
            let width = try #require(table.all("thead").first?.all("tr").last?.children.count)
            #expect(table.all("tbody").flatMap { $0.all("tr") }.allSatisfy { $0.children.count == width })
        }
    }

    @Test func `a run with only errors has no rate anywhere`() throws {
        var run = SampleRun()
        run.add(SampleRun.probe("leak-core/one/plain"), [.error(.timeout), .error(.target)])
        let page = try read(run)
        #expect(section("packs", of: page)?.all("td").first?.text == "nothing scored")
        #expect(section("probes", of: page)?.text.contains("Nothing was scored") == true)
        #expect(page.all("svg").isEmpty)
        #expect(section("evidence", of: page) == nil)
    }

    @Test func `an empty run is a page that says so`() throws {
        let page = try read(SampleRun())
        #expect(section("packs", of: page)?.text.contains("The run has no packs.") == true)
        #expect(section("map", of: page)?.text.contains("No trial was made.") == true)
        #expect(section("limits", of: page)?.text.contains("Anything: the plan is empty.") == true)
    }
}
