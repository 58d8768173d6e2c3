import Reports
import Testing

@Suite("Names of files and ids")
struct SlugTests {
    @Test(arguments: ["support", "gpt-5", "a.b"])
    func `a plain name stays as it is`(name: String) { #expect(Slug.name(name) == name) }

    @Test(arguments: [
        "", ".", "..", "../../etc/passwd", "a/b", "A", "a..b", "a:b", "x\u{202E}", "ä", ".hidden", "end.", "a\0b",
    ])
    func `no name leads out of a folder, or is hidden there`(name: String) {
        let slug = Slug.name(name)
        #expect(!slug.contains("/") && !slug.hasPrefix(".") && !slug.contains("..") && slug != name && !slug.isEmpty)
        #expect(slug.unicodeScalars.allSatisfy { $0.isASCII })
    }

    @Test func `names that look alike as files stay apart`() {
        let names = [
            "a/b", "a:b", "a_b", "A/b", "a b", String(repeating: "n", count: 70), String(repeating: "n", count: 71),
        ]
        #expect(Set(names.map(Slug.name)).count == names.count)
    }

    @Test func `an id has twelve letters and digits, and is the same each time`() {
        let ids = (0..<1000).map { Slug.id("route:r\($0)") }
        #expect(Set(ids).count == 1000 && ids.allSatisfy { $0.count == 12 })
        #expect(Slug.id("route:r7") == ids[7])
    }
}
