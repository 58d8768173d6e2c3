import Domain
import Testing

@testable import Probing

@Suite("Attacks by length, pieces and number")
struct LengthTests {
    @Test("many shots are that many, granted at once, and end with the ask", arguments: [16, 64, 256])
    func manyShot(shots: Int) throws {
        let attack = try #require(AttackLibrary.standard.named("many-shot-\(shots)").first)
        for ask in Asks.all {
            let said = try #require(Asks.approach(attack, ask, seed: 9).says.first)
            let paragraphs = said.split(separator: "\n\n")
            // The opening, the shots, the ask.
            #expect(paragraphs.count == shots + 2)
            #expect(paragraphs.last?.contains(ask.text) == true)
            #expect(Set(paragraphs).count > shots * 9 / 10)
        }
    }

    @Test("a burial is as long as it says, and the ask stands at its depth", arguments: [2_000, 16_000, 64_000])
    func burial(size: Int) throws {
        let attack = try #require(AttackLibrary.standard.named("burial-\(size / 1000)k").first)
        for ask in Asks.all {
            var depths: Set<Int> = []
            for seed in UInt64(0)..<12 {
                let said = try #require(Asks.approach(attack, ask, seed: seed).says.first)
                #expect((size..<(size + 200)).contains(said.count), "\(said.count)")
                let found = try #require(said.firstRange(of: ask.text))
                let depth = 100 * said.distance(from: said.startIndex, to: found.lowerBound) / said.count
                let nearest = try #require([10, 50, 90].min { abs($0 - depth) < abs($1 - depth) })
                #expect(abs(nearest - depth) <= (size == 2_000 ? 15 : 3), "\(depth)")
                depths.insert(nearest)
            }
            #expect(depths == [10, 50, 90])
        }
    }

    @Test("split pieces put together are the ask", arguments: Asks.all)
    func splitting(ask: Ask) throws {
        for approach in Asks.approaches(.splitting, ask) {
            let said = try #require(approach.says.first)
            let lines = said.split(separator: "\n").filter { $0.contains(" = \"") }.sorted()
            #expect((3...5).contains(lines.count))
            #expect(lines.map { $0.dropFirst(5).dropLast() }.joined().isSame(as: ask.text))
            #expect(!said.contains(ask.text))
        }
    }

    @Test("an ask of a letter or two, or of none, can be split as well", arguments: ["", "a", "ab", "abcd"])
    func splittingShort(text: String) {
        for seed in UInt64(0)..<20 {
            let approach = Asks.approach(.splitting, Ask(text: text, language: "en", system: nil), seed: seed)
            #expect(approach.says.count == 1)
        }
    }

    @Test("best of N draws from N spellings and no more", arguments: [10, 50])
    func bestOf(count: Int) throws {
        let attack = try #require(AttackLibrary.standard.named("best-of-\(count)").first)
        let spellings = Asks.approaches(attack, Asks.secret, seeds: 0..<1_000)
        #expect(spellings.count == count)
        #expect(spellings.allSatisfy { $0.says.first != Asks.secret.text })
    }

    @Test("best of N keeps the words, their letters nearly, and what must come through as it is")
    func bestOfKeeps() throws {
        let letters = Asks.deed.text.lowercased().utf8.sorted()
        for approach in Asks.approaches(.bestOf(50), Asks.deed) {
            let said = try #require(approach.says.first)
            #expect(said.contains(" 40 ") && said.contains("rita.k@bank.example") && said.contains("7f3a9c."))
            #expect(said.count == Asks.deed.text.count)
            let kept = said.lowercased().utf8.sorted().difference(from: letters).insertions.count
            #expect(kept <= 10, "\(said)")
        }
    }

    @Test("fillers and examples hold no word but those that whoever draws secrets leaves out")
    func vocabulary() {
        var random = SeededRandom(seed: 1)
        let examples = (0..<2_000).map { _ in Example(&random) }.flatMap { [$0.request, $0.reply] }
        for text in examples + [Filler.text(100_000, &random)] {
            let words = text.lowercased().split { !$0.isLetter }.map(String.init)
            #expect(Vocabulary.everyWord.isSuperset(of: words), "\(Set(words).subtracting(Vocabulary.everyWord))")
        }
        #expect(Vocabulary.byInitial.count == 26)
        for (initial, words) in Vocabulary.byInitial {
            #expect(words.allSatisfy { $0.unicodeScalars.first == initial })
        }
        #expect(Vocabulary.everyWord.isSuperset(of: ["rice", "mill", "amber", "friday", "zebra"]))
        #expect(Filler.text(0, &random).isEmpty)
    }
}
