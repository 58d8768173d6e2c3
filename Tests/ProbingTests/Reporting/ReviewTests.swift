import JSON
import Reports
import Testing

@testable import Probing

/// Numbers of a pack whose texts nobody has looked at must not travel without saying so.
@Suite("The review of a pack")
struct ReviewTests {
    private func sample(_ review: String?) -> RunReport {
        var run = SampleRun()
        run.review = review
        run.add(SampleRun.probe("indic/one/plain", language: "ta"), [.hit, .pass])
        return run.report
    }

    private func texts(_ report: RunReport) -> [String] {
        var lines: [UInt8] = []
        report.jsonLines { lines += $0 }
        return [lines, report.junit, report.sarif(toolVersion: "1"), report.html]
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("stands in each format of a report, and nothing stands there without one")
    func formats() {
        for text in texts(sample("not reviewed by native speakers")) {
            #expect(text.contains("not reviewed by native speakers"))
        }
        for text in texts(sample(nil)) { #expect(!text.contains("review")) }
    }

    @Test("has a member of its own where machines read")
    func members() throws {
        let report = sample("not reviewed by native speakers")
        var lines: [JSONValue] = []
        try report.jsonLines { lines.append(try JSONValue(parsing: $0)) }
        #expect(lines.first?["packs"]?.elements?.first?["review"]?.string == "not reviewed by native speakers")
        let sarif = try JSONValue(parsing: report.sarif(toolVersion: "1"))
        let packs = sarif["runs"]?.elements?.first?["properties"]?["packs"]?.elements
        #expect(packs?.first?["review"]?.string == "not reviewed by native speakers")
        let junit = try MarkupTree.read(report.junit)
        let property = junit.all("property").first { $0.attributes["name"] == "pack.review" }
        #expect(property?.attributes["value"] == "not reviewed by native speakers")
    }

    @Test("is read, and must say something")
    func read() throws {
        let pack = try PackFixtures.load(PackFixtures.document(head: "review: by nobody"))
        #expect(pack.review == "by nobody")
        #expect(try PackFixtures.load(PackWriter.document(of: pack)) == pack)
        #expect(try PackFixtures.load(PackFixtures.document()).review == nil)
        #expect(throws: PackErrors.self) { try PackFixtures.load(PackFixtures.document(head: "review: ''")) }
    }
}
