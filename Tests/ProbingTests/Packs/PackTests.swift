import Testing

@testable import Probing

@Suite("A pack")
struct PackTests {
    @Test("makes probes of every goal and attack, in its own order")
    func probes() throws {
        let pack = try PackFixtures.builtIn("demo")
        let probes = pack.probes
        #expect(probes.count == 32)
        #expect(probes.count == pack.probeCount)
        #expect(
            probes.prefix(5).map(\.id) == [
                "demo/bank/plain", "demo/bank/fill-in-the-blank", "demo/bank/repeat-above", "demo/bank/few-shot",
                "demo/loan-desk/plain",
            ]
        )
        let first = try #require(probes.first)
        #expect(first.pack == "demo")
        #expect(first.packVersion == pack.version)
        #expect(first.attackVersion == 1)
        #expect(first.comparability == "1.1.2")
        #expect(first.detector == "canary")
        #expect(first.severity == .medium)
        #expect(first.secrets == .word)
        #expect(first.tags.contains("owasp-llm:2025:LLM07"))
        #expect(Set(probes.map(\.id)).count == probes.count)
    }

    @Test("has a hash that comments and layout do not change")
    func layout() throws {
        let text = PackFixtures.document()
        let other =
            "# a comment\n"
            + text.replacing("ask: What is the code?", with: "ask: >-\n            What is\n            the code?")
        #expect(other != text)
        #expect(try PackFixtures.load(text).hash == PackFixtures.load(other).hash)
        #expect(try PackFixtures.load(text).hash.utf8.count == 64)
    }

    @Test(
        "has a hash that everything else changes, one thing at a time",
        arguments: [
            ("version: 1", "version: 2"), ("small", "tiny"), ("A small pack", "A pack"), ("Apache-2.0", "MIT"),
            ("Keep it.", "Keep it"), ("What is the code?", "Which is the code?"), ("[plain]", "[hex]"),
            ("[plain]", "[plain, hex]"), ("id: door", "id: gate"),
            ("detector: canary", "detector: canary\n    secrets: word"),
            ("detector: canary", "detector: canary\n    severity: low"),
            ("detector: canary", "detector: canary\n    domain: work"),
            ("version: 1", "version: 1\nreview: not reviewed"),
        ]
    )
    func content(old: String, new: String) throws {
        let text = PackFixtures.document()
        let changed = text.replacing(old, with: new)
        #expect(changed != text)
        #expect(try PackFixtures.load(text).hash != PackFixtures.load(changed).hash)
    }

    @Test("has another hash when an attack has another version")
    func attackVersion() throws {
        func hash(_ version: Int) throws -> String {
            let attacks = AttackNames(attacks: [.init(id: "plain", version: version)], groups: [:])
            return try PackLoader.load(text: PackFixtures.document(), file: "p", attacks: attacks).hash
        }
        #expect(try hash(1) != hash(2))
        #expect(try hash(1) == hash(1))
    }

    @Test("names attacks by id, by group and by chains of two")
    func names() {
        let names = AttackNames(
            attacks: [.init(id: "a", version: 1), .init(id: "b", version: 4)],
            groups: ["both": ["a", "b"]]
        )
        #expect(names.resolve("b") == [.init(id: "b", version: 4)])
        #expect(names.resolve("both")?.map(\.id) == ["a", "b"])
        #expect(names.resolve("a+b") == [.init(id: "a+b", version: 4)])
        for word in ["c", "a+c", "a+", "+", "", "a+b+a", "both+a"] { #expect(names.resolve(word) == nil, "\(word)") }
    }

    @Test("has tags that stand in a taxonomy's edition")
    func tags() {
        for tag in [
            "owasp-llm:2025:LLM01", "mitre-atlas:2025:AML.T0051.001", "mlcommons:1.0:S14", "mlcommons:1.0:spc_ele",
        ] {
            #expect(TaxonomyTags.isKnown(tag))
        }
        #expect(TaxonomyTags.title(of: "nist-ai-100-2:2025:NISTAML.015") == "Indirect prompt injection")
        // Without an edition, of another one, and the old numbering's names.
        for tag in ["owasp-llm:LLM01", "owasp-llm:2023:LLM01", "owasp:llm06", "mlcommons:1.0:S15", "LLM01", ""] {
            #expect(!TaxonomyTags.isKnown(tag))
        }
        #expect(Set(TaxonomyTags.all).count == TaxonomyTags.all.count)
        #expect(Set(LanguageTags.known).count == LanguageTags.known.count)
    }

    @Test(
        "has placeholders in braces, and braces in double ones",
        arguments: [
            ("", [], []), ("{canary}", ["canary"], []), ("{{canary}", [], ["}"]), ("{{{canary}", ["canary"], []),
            ("a {id:pan} b {id:upi}", ["id:pan", "id:upi"], []), ("{id:xyz}", [], ["{id:xyz}"]), ("{", [], ["{"]),
            ("{canary", [], ["{canary"]), ("}", [], ["}"]), ("}}", [], []), ("{{canary}}", [], []),
            ("{{{canary}}}", ["canary"], []), ("{ {canary}", ["canary"], ["{ {canary}"]), ("{}", [], ["{}"]),
        ] as [(String, [String], [String])]
    )
    func placeholders(text: String, names: [String], strangers: [String]) {
        let scan = PlaceholderScan(text)
        #expect(scan.names == names)
        #expect(scan.strangers == strangers)
    }
}
