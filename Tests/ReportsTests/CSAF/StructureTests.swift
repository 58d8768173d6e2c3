import JSON
import Reports
import Testing

@Suite("CSAF: the structure of a document")
struct StructureTests {
    /// By place, the value that is put there, and the place of the fault.
    @Test(
        "what the schema does not allow",
        arguments: [
            ("/document/title", #""""#, "/document/title"),
            ("/document/title", "7", "/document/title"),
            ("/document/csaf_version", #""2.1""#, "/document/csaf_version"),
            ("/document/category", #""-recall""#, "/document/category"),
            ("/document/category", #""a\nb""#, "/document/category"),
            ("/document/tracking/id", #"" HF-1""#, "/document/tracking/id"),
            ("/document/tracking/status", #""done""#, "/document/tracking/status"),
            ("/document/tracking/version", #""01""#, "/document/tracking/version"),
            ("/document/tracking/aliases", #"["a", "a"]"#, "/document/tracking/aliases/1"),
            ("/document/tracking/revision_history", "[]", "/document/tracking/revision_history"),
            (
                "/document/tracking/generator", #"{"date": "2026-06-13T09:00:00Z"}"#,
                "/document/tracking/generator/engine"
            ),
            ("/document/tracking/initial_release_date", #""2026-06-12""#, "/document/tracking/initial_release_date"),
            ("/document/publisher/namespace", #""bank.example""#, "/document/publisher/namespace"),
            ("/document/publisher/category", #""vendors""#, "/document/publisher/category"),
            ("/document/lang", #""en_US""#, "/document/lang"),
            ("/document/distribution", "{}", "/document/distribution"),
            ("/document/distribution/tlp/label", #""CLEAR""#, "/document/distribution/tlp/label"),
            ("/document/notes/0", #"{"category": "summary"}"#, "/document/notes/0/text"),
            ("/document/references/0/url", #""https://a b""#, "/document/references/0/url"),
            ("/document/acknowledgments", "[{}]", "/document/acknowledgments/0"),
            ("/product_tree", "null", "/product_tree"),
            ("/product_tree/branches/0/product", #"{"product_id": "Z", "name": "Z"}"#, "/product_tree/branches/0"),
            (
                "/product_tree/branches/1/branches/0/category", #""model""#,
                "/product_tree/branches/1/branches/0/category"
            ),
            (
                "/product_tree/product_groups/0/product_ids", #"["MODEL-A"]"#,
                "/product_tree/product_groups/0/product_ids"
            ),
            ("/product_tree/relationships/0/category", #""inside""#, "/product_tree/relationships/0/category"),
            ("/vulnerabilities/0/cve", #""CVE-26-1""#, "/vulnerabilities/0/cve"),
            ("/vulnerabilities/0/cwe/id", #""CWE-0""#, "/vulnerabilities/0/cwe/id"),
            (
                "/vulnerabilities/0/ids/1", #"{"text": "HF-FD-2026-0031", "system_name": "Holdfast finding"}"#,
                "/vulnerabilities/0/ids/1"
            ),
            ("/vulnerabilities/0/scores/0/cvss_v3", "[]", "/vulnerabilities/0/scores/0/cvss_v3"),
            (
                "/vulnerabilities/0/remediations/0/restart_required", "{}",
                "/vulnerabilities/0/remediations/0/restart_required/category"
            ),
            (
                "/vulnerabilities/0/product_status/recommended", #"["MODEL-B", "MODEL-B"]"#,
                "/vulnerabilities/0/product_status/recommended/1"
            ),
        ]
    )
    func refused(place: String, value: String, pointer: String) throws {
        let report = CSAFValidator.check(try SampleAdvisory.recall().with(place, json: value))
        let faults = report.faults.filter { $0.test == .structure }
        #expect(faults.contains { $0.pointer.text == pointer }, "\(report.faults)")
        #expect(faults.allSatisfy { $0.message.hasSuffix(".") && $0.message.contains(" ") })
    }

    @Test(
        "what is missing is told at the place where it would stand",
        arguments: [
            "/document", "/document/category", "/document/csaf_version", "/document/publisher",
            "/document/publisher/name",
            "/document/title", "/document/tracking", "/document/tracking/current_release_date",
            "/document/tracking/revision_history/0/summary", "/document/tracking/version",
            "/product_tree/relationships/0/full_product_name", "/vulnerabilities/0/threats/0/details",
        ]
    )
    func missing(place: String) throws {
        let report = CSAFValidator.check(try SampleAdvisory.recall().with(place, nil))
        #expect(report.faults.contains { $0.test == .structure && $0.pointer.text == place }, "\(report.faults)")
    }

    @Test("members that the schema does not name may be there, and their order means nothing")
    func more() throws {
        let document = try SampleAdvisory.recall().with("/document/x_ours", json: #"{"deep": [1, {"a": null}]}"#)
        #expect(CSAFValidator.check(document).isValid)
        guard case .object(let members) = document else { return #expect(Bool(false)) }
        #expect(CSAFValidator.check(.object(members.reversed())).isValid)
    }

    @Test("a key that stands twice is a fault: a document that was made, not read, can have one")
    func twice() throws {
        guard case .object(let members) = try SampleAdvisory.recall() else { return #expect(Bool(false)) }
        let report = CSAFValidator.check(.object(members + [members[1]]))
        #expect(report.failed == [.structure] && report.faults.map(\.pointer.text) == ["/product_tree"])
    }

    @Test("what is no object at all", arguments: ["[]", "null", "7", #""document""#])
    func noObject(text: String) throws {
        let report = CSAFValidator.check(try JSONValue(json: text))
        #expect(report.failed.contains(.structure) && report.faults[0].pointer.text.isEmpty)
    }

    @Test("a million faults are counted, and some of them kept")
    func many() throws {
        let wrong = JSONValue.array(Array(repeating: .string("nothing"), count: 5_000))
        let report = CSAFValidator.check(
            try SampleAdvisory.recall().with("/vulnerabilities/0/product_status/recommended", wrong)
        )
        #expect(report.faults.filter { $0.test == .structure }.count == 100)
        #expect(report.untold == 4_999 - 100 + 5_000 - 100)
    }

    @Test("a message quotes no more of a document than one needs to know it again")
    func excerpts() throws {
        let long = "x" + String(repeating: "\u{301}", count: 10_000)
        for (place, text) in [
            ("/vulnerabilities/0/product_status/recommended/0", long), ("/document/publisher/category", long),
            ("/document/lang", "en" + (0..<2_000).map { "-v\($0 + 10_000)" }.joined()),
            ("/document/tracking/version", String(repeating: "9", count: 10_000)), ("/vulnerabilities/0/cwe/id", long),
        ] {
            let report = CSAFValidator.check(try SampleAdvisory.recall().with(place, .string(text)))
            let messages = report.faults.map(\.message) + report.unchecked.map(\.reason)
            #expect(!messages.isEmpty && messages.allSatisfy { $0.utf8.count < 600 }, "\(place)")
        }
    }

    @Test("keys are written in pointers as RFC 6901 has it")
    func pointers() {
        #expect((JSONPointer() / "a/b" / "c~d" / 0).text == "/a~1b/c~0d/0")
    }
}
