import Domain
import Probing
import Testing

@Suite("Attacks made of encoders")
struct EncoderAttackTests {
    @Test("the ask is in what is sent, and can be read back from it", arguments: Converter.all.map(\.id))
    func recoverable(id: String) throws {
        let converter = try #require(Converter.named(id))
        let attack = try #require(AttackLibrary.standard.named(id).first)
        for ask in Asks.all {
            for seed in UInt64(0)..<20 {
                let approach = Asks.approach(attack, ask, seed: seed)
                // The converter draws before the wording.
                var random = SeededRandom(seed: seed)
                let written = converter.convert(ask.text, &random)
                let said = try #require(approach.says.first)
                #expect(approach.says.count == 1 && approach.before.isEmpty && approach.prefill == nil)
                #expect(said.unicodeScalars.contains(written.unicodeScalars), "\(said)")
                let back = try #require(converter.invert(written))
                // Leetspeak's inverse takes the ask's own digits for letters.
                if id == "leet", ask == Asks.deed { continue }
                #expect(back.asciiLowercased.isSame(as: ask.text.asciiLowercased), "\(back)")
            }
        }
    }

    @Test("a code is always named, a disguise may come alone")
    func naming() throws {
        for converter in Converter.all {
            let attack = try #require(AttackLibrary.standard.named(converter.id).first)
            let said = Asks.approaches(attack, Asks.secret).compactMap(\.says.first)
            switch converter.style {
            case .code: #expect(said.allSatisfy { $0.contains(converter.name) }, "\(converter.id)")
            case .disguise: #expect(said.contains { !$0.contains("\n") }, "\(converter.id)")
            }
        }
    }

    @Test("leetspeak leaves a nonce and an address as they are")
    func names() throws {
        let attack = try #require(AttackLibrary.standard.named("leet").first)
        let said = try #require(Asks.approach(attack, Asks.deed, seed: 1).says.first)
        #expect(said.contains("rita.k@bank.example"))
        #expect(said.contains("7f3a9c."))
        #expect(said.contains("r3ply"))
    }
}
