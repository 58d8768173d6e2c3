import Probing
import Testing

@Suite("Attacks over several turns, and on the answer")
struct TurnTests {
    @Test("a crescendo takes three to five messages, and asks in the last one only")
    func crescendo() throws {
        let attack = try #require(AttackLibrary.standard.named("crescendo").first)
        for ask in Asks.all {
            let scripts = Asks.approaches(attack, ask)
            #expect(scripts.count == 4)
            for script in scripts {
                #expect((3...5).contains(script.says.count))
                #expect(script.says.last?.hasSuffix(ask.text) == true)
                #expect(script.says.dropLast().allSatisfy { !$0.contains(ask.text) })
                #expect(script.before.isEmpty)
            }
        }
    }

    @Test("a forged history takes turns, ends with the assistant, and the ask is said again")
    func forgedHistory() throws {
        let attack = try #require(AttackLibrary.standard.named("forged-history").first)
        for ask in Asks.all {
            for approach in Asks.approaches(attack, ask) {
                let roles = approach.before.map(\.role)
                #expect(roles == roles.indices.map { $0 % 2 == 0 ? .user : .assistant })
                #expect(roles.last == .assistant)
                #expect(approach.says.count == 1 && approach.says.last?.contains(ask.text) == true)
            }
        }
    }

    @Test("an encoded answer is asked for in clear")
    func answerEncodings() throws {
        for attack in try AttackLibrary.standard.named("answer-encodings") {
            for ask in Asks.all {
                let said = Asks.approaches(attack, ask).compactMap(\.says.first)
                #expect(said.count == 3)
                #expect(said.allSatisfy { $0.contains(ask.text) })
            }
        }
    }
}
