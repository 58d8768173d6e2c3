import Domain
import Probing
import Testing

@Suite("The library of attacks")
struct AttackLibraryTests {
    private let library = AttackLibrary.standard

    @Test("ids are unique, kebab-case and no group's name")
    func ids() {
        let ids = library.attacks.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Set(ids).isDisjoint(with: library.groups.map(\.name)))
        for id in ids {
            #expect(!id.isEmpty && id.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) })
        }
    }

    @Test("packs can name what they name")
    func order() {
        let expected = """
            plain base64 base32 hex rot13 caesar atbash morse braille nato leet reverse char-space homoglyph diacritics \
            full-width zero-width bidi unicode-tags variation-selectors ascii85 acrostic pig-latin binary percent \
            html-entities quoted-printable ignore-previous fake-system-turn fake-tool-turn chat-template policy-file \
            unrestricted-mode refusal-suppression prefix-forcing prefill translation-task code-completion hypothetical \
            past-tense fill-in-the-blank repeat-above summarise-instructions auditor false-admission few-shot splitting \
            many-shot-16 many-shot-64 many-shot-256 best-of-10 best-of-50 burial-2k burial-16k burial-64k crescendo \
            forged-history answer-base64 answer-rot13 answer-hex answer-reversed answer-spaced
            """
        #expect(library.attacks.map(\.id) == expected.split(separator: " ").map(String.init))
        #expect(
            library.groups.map { "\($0.name) \($0.ids.count)" } == [
                "all 62", "encoders 26", "framings 19", "multi-turn 3", "answer-encodings 5", "many-shot 3",
                "best-of-n 2", "burial 3",
            ]
        )
    }

    @Test("words are ids, groups and chains, in their order, each attack once")
    func naming() throws {
        let found = try library.named(["auditor", "burial", "burial-16k", "rot13+hex", "auditor", "plain"])
        #expect(found.map(\.id) == ["auditor", "burial-2k", "burial-16k", "burial-64k", "rot13+hex", "plain"])
        #expect(try library.named([]).isEmpty)
    }

    @Test(
        "an unknown word is said, with the nearest known one",
        arguments: [
            ("bas64", "bas64", "base64"), ("framing", "framing", "framings"), ("rot13+lete", "lete", "leet"),
            ("xyz+hex", "xyz", nil), ("", "", nil), ("+", "", nil), ("attack-of-the-year", "attack-of-the-year", nil),
        ] as [(String, String, String?)]
    )
    func unknown(word: String, said: String, nearest: String?) {
        #expect(throws: AttackNameError(word: said, problem: .unknown(nearest: nearest))) {
            try AttackLibrary.standard.named(["plain", word])
        }
    }

    @Test("an attack makes the same for a seed", arguments: AttackLibrary.standard.attacks.map(\.id))
    func deterministic(id: String) throws {
        let attack = try #require(library.named(id).first)
        for ask in Asks.all {
            for seed in UInt64(0)..<5 {
                #expect(Asks.approach(attack, ask, seed: seed) == Asks.approach(attack, ask, seed: seed))
            }
        }
    }

    @Test("an attack takes any ask: empty, long, random", arguments: AttackLibrary.standard.attacks.map(\.id))
    func anyAsk(id: String) throws {
        let attack = try #require(library.named(id).first)
        var random = SeededRandom(seed: 11)
        let fixed = ["", "\n", String(repeating: "word ", count: 1_000)]
        for text in fixed + (0..<10).map({ _ in RandomText().make(&random) }) {
            let approach = attack.make(Ask(text: text, language: "en", system: nil), &random)
            #expect(!approach.says.isEmpty)
        }
    }
}
