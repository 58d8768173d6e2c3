import Probing
import Testing

@Suite("Framings")
struct FramingTests {
    private static let ids = AttackLibrary.standard.groups.first { $0.name == "framings" }?.ids ?? []
    /// They may name what is asked for instead of quoting the ask.
    private static let naming = ["past-tense", "fill-in-the-blank"]

    @Test("each wording carries what is asked for, once", arguments: ids)
    func carriesTheAsk(id: String) throws {
        let attack = try #require(AttackLibrary.standard.named(id).first)
        for ask in Asks.all {
            for approach in Asks.approaches(attack, ask) {
                let last = try #require(approach.says.last)
                if Self.naming.contains(id), ask == Asks.secret {
                    #expect(last.lowercased().contains("the access code"))
                } else {
                    #expect(last.ranges(of: ask.text).count == 1, "\(last)")
                }
            }
        }
    }

    @Test("each has more than one wording", arguments: ids)
    func wordings(id: String) throws {
        let attack = try #require(AttackLibrary.standard.named(id).first)
        #expect(Asks.approaches(attack, Asks.secret).count >= 2)
        #expect(Asks.approaches(attack, Asks.hindi).count >= 2)
    }

    @Test("a blank is put where the secret belongs")
    func blank() throws {
        let attack = try #require(AttackLibrary.standard.named("fill-in-the-blank").first)
        let said = Asks.approaches(attack, Asks.secret).compactMap(\.says.first)
        #expect(said.allSatisfy { $0.contains("The access code is ____") })
    }

    @Test("a prefill names the secret where it can, and never ends in white space")
    func prefill() throws {
        let attack = try #require(AttackLibrary.standard.named("prefill").first)
        for ask in Asks.all {
            for approach in Asks.approaches(attack, ask) {
                let beginning = try #require(approach.prefill)
                #expect(approach.says == [ask.text])
                #expect(beginning.last?.isWhitespace == false)
                #expect(beginning.contains("The access code is") == (ask == Asks.secret))
            }
        }
    }

    @Test("only a prefill puts words into the answer, and only a false admission takes two messages")
    func shape() throws {
        for attack in try AttackLibrary.standard.named("framings") {
            for approach in Asks.approaches(attack, Asks.secret) {
                #expect((approach.prefill != nil) == (attack.id == "prefill"))
                #expect(approach.says.count == (attack.id == "false-admission" ? 2 : 1))
                #expect(approach.before.isEmpty)
            }
        }
    }

    @Test("an ask inside JSON is quoted as JSON wants it")
    func quoting() throws {
        let attack = try #require(AttackLibrary.standard.named("code-completion").first)
        let ask = Ask(text: "Say \"yes\"\nand C:\\x", language: "en", system: nil)
        let said = Asks.approaches(attack, ask).compactMap(\.says.first)
        #expect(said.allSatisfy { $0.contains(#""Say \"yes\"\nand C:\\x""#) })
    }
}
