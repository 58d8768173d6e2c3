import Testing

@testable import Reports

@Suite("CSAF: how texts must be written")
struct TextFormTests {
    @Test("URIs")
    func uris() {
        for good in [
            "https://example.com", "https://a.example:8443/b/c?d=e&f#g",
            "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
            "mailto:a@b.example", "https://u:p@[2001:db8::1]:443/", "model:example/atlas-5@2026-06-09", "a:",
            "http:///x",
            "https://example.com/%C3%A9",
        ] { #expect(URISyntax.isMet(good), "\(good)") }
        for bad in [
            "", "example.com", "//example.com", "/a", "1a:b", "https://a b", "https://exämple.com", "https://a/%4",
            "https://a/%zz", "https://a:port/", "https://a/b#c#d", "https://[::1/", "https://a/<b>", ":a", "a\n:b",
        ] { #expect(!URISyntax.isMet(bad), "\(bad)") }
    }

    @Test("moments are compared as moments, to the last digit")
    func moments() throws {
        for bad in [
            "", "2026-06-12", "2026-06-12T21:30Z", "2026-06-12 21:30:00Z", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-06-12T24:00:00Z", "2026-06-12T21:30:00", "2026-06-12T21:30:00.Z", "2026-06-12T21:30:00+2:00",
            "2026-06-12T21:30:60Z", "2026-06-12T21:30:00Zz", "2026-06-12T21:30:00+24:00", "2o26-06-12T21:30:00Z",
        ] { #expect(Moment(bad) == nil, "\(bad)") }
        for good in [
            "2024-02-29t00:00:00z", "1990-12-31T15:59:60-08:00", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.9Z",
        ] {
            #expect(Moment(good) != nil, "\(good)")
        }
        func moment(_ text: String) throws -> Moment { try #require(Moment(text)) }
        #expect(try moment("2026-06-12T21:30:00.500Z") == moment("2026-06-12T23:30:00.5+02:00"))
        #expect(try moment("2026-06-12T21:30:00.0001Z") > moment("2026-06-12T21:30:00.00009Z"))
        #expect(try moment("1999-12-31T23:59:59.999Z") < moment("2000-01-01T00:00:00Z"))
        #expect(try moment("2024-02-29T12:00:00Z") < moment("2024-03-01T00:00:00+05:00"))
        #expect(try moment("1969-12-31T23:00:00-01:00") == moment("1970-01-01T00:00:00Z"))
    }

    /// The list of semver.org, 11, and whole numbers.
    @Test("versions have an order")
    func versions() throws {
        let ascending = [
            "0", "0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "1.0.10", "2.1.1", "9", "10", "18446744073709551616",
        ]
        let versions = try ascending.map { try #require(CSAFVersion($0), "\($0)") }
        for (one, other) in zip(versions, versions.dropFirst()) { #expect(one < other && !(other < one)) }
        #expect(CSAFVersion("1.0.0+a") == CSAFVersion("1.0.0+b.2"))
        for bad in [
            "", "01", "1.0", "1.0.0.0", "1.0.0-", "1.0.0-01", "1.0.0+", "1.0.0-a..b", "v1", "-1", "1.0.0-ä", " 1", "1.",
        ] {
            #expect(CSAFVersion(bad) == nil, "\(bad)")
        }
        #expect(Numeral("1999999")?.next.text == "2000000" && Numeral("999")?.next.text == "1000")
    }

    @Test("CPE names")
    func cpes() {
        for good in [
            "cpe:2.3:a:vendor:product:1.0:*:*:*:*:*:*:*", "cpe:2.3:*:*:*:*:*:*:*:*:*:*:*",
            "cpe:2.3:a:b:c:-:-:de-AT:x:-:-:-:-"
                .replacing(":-:-:de-AT:x", with: ":-:-:-:de-AT"), "cpe:2.3:o:a\\:b:??c?:*d*:*:*:*:*:*:*:*",
            "cpe:/a:v:p:1",
            "cPE:/", "cpe:/o:a%20b",
        ] { #expect(CPESyntax.isMet(good), "\(good)") }
        for bad in [
            "", "cpe", "cpe:2.3:a:vendor:product:1.0:*:*:*:*:*:*", "cpe:2.3:x:v:p:*:*:*:*:*:*:*:*",
            "cpe:2.3:a:v w:p:*:*:*:*:*:*:*:*",
            "cpe:2.3:a:v\\w:p:*:*:*:*:*:*:*:*", "cpe:2.3:a:**v:p:*:*:*:*:*:*:*:*",
            "cpe:2.3:a:v:p:*:*:*:english:*:*:*:*",
            "cpe:2.3:a::p:*:*:*:*:*:*:*:*", "cpe:/x:v", "cpe:/a:b:c:d:e:f:g:h", "CPE:/a:b",
            "cpe:2.3:a:v?x:p:*:*:*:*:*:*:*:*",
        ] { #expect(!CPESyntax.isMet(bad), "\(bad)") }
    }

    @Test("package URLs")
    func packages() {
        for good in [
            "pkg:huggingface/otherai/opal-4@4.8", "pkg:npm/%40angular/animation@12.3.1",
            "pkg:docker/smartentry/debian@sha256%3Adc43",
            "pkg:golang/google.golang.org/genproto#googleapis/api/annotations",
            "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie",
            "pkg:generic/a", "pkg:npm/@scope/name@1.0",
        ] { #expect(PackageURL.problem(good) == nil && PackageURL.looksLikeOne(good), "\(good)") }
        for bad in [
            "pkg:maven/@1.3.4", "pkg:generic/a/", "pkg:generic/a@", "pkg:generic//a/b//c", "pkg:generic/a%2Fb",
            "pkg:generic/a%2",
            "pkg:generic/a%FF", "pkg:generic/a?b", "pkg:generic/a?b=1&b=2", "pkg:generic/a?1b=c", "pkg:generic/a#..",
            "pkg:generic/a#b//c",
            "pkg:1generic/a", "pkg:/a", "pkg:npm/@scope/name", "npm:a/b",
        ] { #expect(PackageURL.problem(bad) != nil, "\(bad)") }
    }

    @Test("language tags are read as the schema takes them")
    func languages() throws {
        for good in [
            "en", "de-CH-1996", "zh-cmn-Hans-CN", "sr-Latn-RS", "sl-rozaj-biske", "de-DE-u-co-phonebk",
            "en-a-bbb-x-a-ccc",
            "x-whatever", "i-default", "I-MINGO", "es-419", "tlh", "de-1901", "abcd",
        ] { #expect(LanguageTag(good) != nil, "\(good)") }
        for bad in [
            "", "e", "en_US", "en-", "-en", "en--US", "en-a", "en-x", "x", "i-klingon", "de-DE-a", "a-DE", "en-US-GB",
            "en-ä", "12",
        ] {
            #expect(LanguageTag(bad) == nil, "\(bad)")
        }
        let tag = try #require(LanguageTag("ZH-yue-Hant-HK-1901-u-ca-roc"))
        #expect(tag.language == "zh" && tag.extended == ["yue"] && tag.script == "hant" && tag.region == "hk")
        #expect(tag.variants == ["1901"] && tag.extensions == ["u-ca-roc"])
    }

    @Test("numbers of weaknesses, numbers of vulnerabilities, hashes")
    func numbers() {
        for (form, good, bad) in [
            (
                TextForm.cve, ["CVE-2026-1234", "CVE-1999-1234567"],
                ["CVE-2026-123", "cve-2026-1234", "CVE-2026-1234-1", "CVE-20x6-1234"]
            ),
            (.weakness, ["CWE-1", "CWE-123456"], ["CWE-0", "CWE-1234567", "CWE-", "cwe-1", "CWE-1a"]),
            (
                .hash, [String(repeating: "aF", count: 16)],
                [String(repeating: "a", count: 31), String(repeating: "g", count: 32)]
            ),
            (.category, ["a", "a b", "\u{1F680}"], ["a-", ".a", " a", "a\u{A0}", "a\u{2028}b", ""]),
            (.trackingID, ["a", "-a-"], ["a ", "\ta", "a\rb", ""]),
        ] {
            for text in good { #expect(form.isMet(text), "\(text)") }
            for text in bad { #expect(!form.isMet(text), "\(text)") }
        }
    }
}
