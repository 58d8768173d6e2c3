import JSON
import Reports
import Testing

@Suite("CSAF: languages, names and profiles")
struct DocumentRuleTests {
    private static let vulnerability = "/vulnerabilities/0"
    private static let weakness = "/vulnerabilities/0/cwe"
    private static let purl = "/product_tree/full_product_names/0/product_identification_helper/purl"

    @Test("each change does what it must", arguments: languages + names + categories + told + vulnerable + exploitable)
    func change(change: Change) throws { try change.verify() }

    private static func translated(_ language: String?, from source: String?) throws -> JSONValue {
        try SampleAdvisory.recall().with("/document/publisher/category", .string("translator"))
            .with("/document/lang", language.map { .string($0) })
            .with("/document/source_lang", source.map { .string($0) })
    }

    private static let languages: [Change] = [
        .breaks(.language, "/document/lang", "a region is no language") {
            try SampleAdvisory.recall().with("/document/lang", .string("EZ"))
        },
        .breaks(.language, "/document/lang", "a language with two letters is written with three") {
            try SampleAdvisory.recall().with("/document/lang", .string("eng"))
        },
        .breaks(.language, "/document/source_lang", "a region that is none") {
            try SampleAdvisory.recall().with("/document/source_lang", .string("de-UK"))
        },
        .breaks(.language, "/document/lang", "a variant stands twice") {
            try SampleAdvisory.recall().with("/document/lang", .string("de-1996-1996"))
        },
        .keeps("a tag with script and area, in capitals") {
            try SampleAdvisory.recall().with("/document/lang", .string("ES-LATN-419"))
        },
        .keeps("tags for private use") {
            try SampleAdvisory.recall().with("/document/lang", .string("qtx-Qabc-XP-x-ours"))
                .with("/document/source_lang", .string("i-default"))
        },
        .breaks(.translator, "/document/source_lang", "a translator does not say from which language") {
            try translated("en", from: nil)
        },
        .keeps("a translator says from which language") { try translated(nil, from: "de") },
        .breaks(.translation, "/document/source_lang", "a translation is into its own language") {
            try translated("en-US", from: "en-us")
        },
        .keeps("a translation is into another region's language") { try translated("en-GB", from: "en-US") },
    ]

    private static let names: [Change] = [
        .breaks(.weakness, "\(weakness)/name", "a weakness bears the name of another") {
            try SampleAdvisory.recall().with("\(weakness)/id", .string("CWE-79"))
        },
        .keeps("a weakness bears its own name") {
            try SampleAdvisory.recall().with(
                "\(weakness)",
                json: #"{"id": "CWE-918", "name": "Server-Side Request Forgery (SSRF)"}"#
            )
        },
        .breaks(.packageURL, purl, "a package has no name") {
            try SampleAdvisory.recall().with(purl, .string("pkg:maven/@1.3.4"))
        },
        .breaks(.packageURL, purl, "a qualifier has no value") {
            try SampleAdvisory.recall().with(purl, .string("pkg:generic/model@1?arch"))
        },
        .breaks(.packageURL, purl, "the subpath leads up") {
            try SampleAdvisory.recall().with(purl, .string("pkg:generic/model@1#a/../b"))
        },
        .keeps("a package URL with all its parts") {
            try SampleAdvisory.recall().with(
                purl,
                .string("pkg:npm/%40scope/name@1.0.0%2Bb?arch=x&repository_url=https://a.example/#src/lib")
            )
        },
    ]

    private static func category(_ text: String) -> @Sendable () throws -> JSONValue {
        { try SampleAdvisory.recall().with("/document/category", .string(text)) }
    }

    private static let categories: [Change] =
        [
            "Security_Incident_Response", "Csaf_VeX", "csaf_BASE", "csafsecurityadvisory", "V eX",
            "informational\u{2010}advisory",
        ].map {
            .breaks(.prohibitedCategory, "/document/category", "the category \($0)", category($0))
        }
        + ["csaf_base", "Model recall", "Our Security Advisory", "csafbase"].map {
            .keeps("the category \($0)", category($0))
        }

    private static let told: [Change] = [
        .keeps("a document that informs") { try SampleAdvisory.informational() },
        .breaks(.documentNotes, "/document/notes", "only a disclaimer") {
            try SampleAdvisory.informational().with("/document/notes/0/category", .string("legal_disclaimer"))
        },
        .breaks(.documentNotes, "/document/notes", "no notes") {
            try SampleAdvisory.informational().with("/document/notes", nil)
        },
        .keeps("no notes, where none are asked for") { try SampleAdvisory.recall().with("/document/notes", nil) },
        .breaks(.documentReferences, "/document/references", "only a reference to itself") {
            try SampleAdvisory.informational().with("/document/references/1", nil)
        },
        .keeps("a reference without a category is external") {
            try SampleAdvisory.informational().with("/document/references/1/category", nil)
        },
        .breaks(.noVulnerabilities, "/vulnerabilities", "a document that informs has vulnerabilities") {
            try SampleAdvisory.recall().with("/document/category", .string("csaf_informational_advisory"))
        },
        .keeps("a response to an incident has them") {
            try SampleAdvisory.recall().with("/document/category", .string("csaf_security_incident_response"))
        },
    ]

    private static let vulnerable: [Change] = [
        .keeps("an advisory about a weakness") { try SampleAdvisory.security() },
        .breaks(.productTree, "/product_tree", "no product is defined") {
            try SampleAdvisory.security().with("/product_tree", nil)
        },
        .keeps("no product is defined, nor spoken of") {
            try SampleAdvisory.informational().with("/product_tree", nil)
        },
        .breaks(.vulnerabilityNotes, "\(vulnerability)/notes", "a vulnerability is not described") {
            try SampleAdvisory.security().with("\(vulnerability)/notes", nil)
        },
        .keeps("a note of any kind describes it") {
            try SampleAdvisory.security().with("\(vulnerability)/notes/0/category", .string("other"))
        },
        .breaks(.productStatus, "\(vulnerability)/product_status", "it is not said what is affected") {
            try SampleAdvisory.security().with("\(vulnerability)/product_status", nil)
        },
        .keeps("it is said which was fixed first, and no more") {
            try SampleAdvisory.security().with(
                "\(vulnerability)/product_status",
                json: #"{"first_fixed": ["MODEL-B"]}"#
            )
        },
        .breaks(.vulnerabilities, "/vulnerabilities", "there is no vulnerability") {
            try SampleAdvisory.security().with("/vulnerabilities", nil)
        },
        .keeps("there is none, in a document of another kind") {
            try SampleAdvisory.recall().with("/document/category", .string("csaf_base")).with("/vulnerabilities", nil)
        },
    ]

    private static let exploitable: [Change] = [
        .breaks(.exploitabilityStatus, "\(vulnerability)/product_status", "it is said only which was fixed first") {
            try SampleAdvisory.recall().with("\(vulnerability)/product_status", json: #"{"first_fixed": ["MODEL-B"]}"#)
        },
        .keeps("it is said that one is looked into") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/product_status",
                json: #"{"under_investigation": ["MODEL-B"]}"#
            )
        },
        .breaks(.vulnerabilityID, vulnerability, "a vulnerability has no name") {
            try SampleAdvisory.recall().with("\(vulnerability)/ids", nil)
        },
        .keeps("it has a CVE alone") {
            try SampleAdvisory.recall().with("\(vulnerability)/ids", nil).with(
                "\(vulnerability)/cve",
                .string("CVE-2026-10000")
            )
        },
        .breaks(
            .impactStatement,
            "\(vulnerability)/product_status/known_not_affected/0",
            "it is not said why one is not affected"
        ) {
            try SampleAdvisory.recall().with("\(vulnerability)/threats/0/category", .string("exploit_status"))
        },
        .keeps("a flag says why one is not affected") {
            try SampleAdvisory.recall().with("\(vulnerability)/threats", nil).with(
                "\(vulnerability)/flags",
                json: #"[{"label": "component_not_present", "product_ids": ["MODEL-B"]}]"#
            )
        },
        .breaks(
            .actionStatement,
            "\(vulnerability)/product_status/known_affected/1",
            "what to do is said of one of two"
        ) {
            try SampleAdvisory.recall().with("\(vulnerability)/remediations/0", nil)
        },
        .keeps("what to do is said of a group") {
            try SampleAdvisory.recall().with("\(vulnerability)/remediations/1", nil)
        },
        .keeps("an advisory about a weakness need not say it") {
            try SampleAdvisory.security().with("\(vulnerability)/remediations", nil).with(
                "\(vulnerability)/threats",
                nil
            )
        },
    ]

    @Test(
        "what is not known here is told as not checked, neither passed nor failed",
        arguments: [
            (CSAFTest.weakness, "/vulnerabilities/0/cwe/id", "/vulnerabilities/0/cwe", "CWE-1104"),
            (.language, "/document/lang", "/document/lang", "de-Latn-DE-1901"),
            (.language, "/document/lang", "/document/lang", "tlh"),
            (.language, "/document/lang", "/document/lang", "en-u-ca-gregory"),
            (.language, "/document/lang", "/document/lang", "zh-cmn"),
        ]
    )
    func unchecked(test: CSAFTest, place: String, pointer: String, value: String) throws {
        let report = CSAFValidator.check(try SampleAdvisory.recall().with(place, .string(value)))
        #expect(report.isValid, "\(report.faults)")
        #expect(report.unchecked.map(\.test) == [test] && report.unchecked.map(\.pointer.text) == [pointer])
        #expect(CSAFValidator.check(try SampleAdvisory.recall()).unchecked.isEmpty)
    }
}
