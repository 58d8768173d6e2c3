import Testing

@testable import Probing

@Suite("Filling placeholders")
struct FillTests {
    @Test("a seed draws the same again, another seed something else")
    func seeds() {
        var canaries: Set<String> = []
        for seed in UInt64(0)..<300 {
            let (token, word) = (Fill.draw(seed: seed, wordy: false), Fill.draw(seed: seed, wordy: true))
            #expect(token == Fill.draw(seed: seed, wordy: false))
            #expect(token.canary.count == 24 && token.nonce.count == 24 && token.canary != token.nonce)
            #expect(RareWords.contains(word.canary) && RareWords.contains(word.word) && word.canary != word.word)
            #expect(token.nonce == word.nonce && token.word == word.word)
            canaries.insert(token.canary)
        }
        #expect(canaries.count == 300)
    }

    @Test("the rare words are many, short, plain, and none stands in another")
    func rareWords() {
        let words = RareWords.all
        #expect(words.count >= 512 && Set(words).count == words.count)
        #expect(
            words.allSatisfy { (5...9).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
        )
        for word in words {
            #expect(!words.contains { $0 != word && $0.contains(word) })
        }
    }

    @Test("texts are filled, and doubled braces are braces")
    func texts() throws {
        let text = "Code {canary}, say {nonce} or {word}, {id:pan}. {{x}} {attack}"
        #expect(
            try Placeholders.fill(text, with: Trials.fill, attack: "{hi}")
                == "Code 3f9a17c2d84be605aa71f3c9, say b2e07d415c98fa36d1047be8 or quokka, QWEPX4821K. {x} {hi}"
        )
        #expect(try Placeholders.names(in: text) == ["canary", "nonce", "word", "id:pan", "attack"])
    }

    @Test(
        "what cannot be filled is a fault with its place",
        arguments: [
            ("a {colour}", Placeholders.Fault.unknown(name: "colour", offset: 2)),
            ("{attack}", .unknown(name: "attack", offset: 0)),
            ("{id:passport}", .unknown(name: "id:passport", offset: 0)), ("ab {canary", .unbalanced(offset: 3)),
            ("x }", .unbalanced(offset: 2)),
        ]
    )
    func faults(text: String, fault: Placeholders.Fault) {
        #expect(throws: fault) { try Placeholders.fill(text, with: Trials.fill) }
    }
}
