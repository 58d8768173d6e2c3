import Domain
import HoldfastTesting
import JSON
import Testing

@testable import Probing

@Suite("Behaviour of a model")
struct BehaviourTests {
    private static func look(_ times: Int = 3, _ answer: @escaping @Sendable (String, Int) -> ProbeTarget.Reply) async
        -> Behaviour?
    {
        let target = FakeTarget { asked in
            answer(asked.body["messages"]?.elements?.last?["content"]?.string ?? "", asked.number)
        }
        return await Behaviour.look(at: target.target, times: times).seen
    }

    @Test("eight questions are asked at temperature 0, each as often as wanted, without a system prompt")
    func questions() async throws {
        let target = FakeTarget { .says("\($0.number)") }
        let seen = try #require(await Behaviour.look(at: target.target, times: 2).seen)
        #expect(seen.answers.map(\.count) == .init(repeating: 2, count: 8))
        let asked = target.asked.value
        #expect(asked.count == 16)
        #expect(asked.allSatisfy { $0.body["temperature"]?.integer == 0 && $0.body["messages"]?.elements?.count == 1 })
        #expect(Set(asked.map { $0.body["messages"]?.elements?.first?["content"]?.string }).count == 8)
    }

    @Test("who answers as before has not changed, whoever answers all differently has")
    func compared() async throws {
        let before = try #require(await Self.look { question, _ in .says(question) })
        let same = try #require(await Self.look { question, _ in .says(question) })
        #expect(same.compared(with: before) == .init(probability: 1, questions: 8))
        let other = try #require(await Self.look { question, _ in .says("Other: " + question) })
        let comparison = other.compared(with: before)
        // Eight times one in ten by Fisher's exact test; scipy.stats.combine_pvalues([0.1] * 8).
        #expect(abs(comparison.probability - 0.002_207_592_656_787_4) < 1e-12)
        #expect(comparison.hasChanged && comparison.words.hasPrefix("CHANGED, p = 0.0022 over 8"))
    }

    @Test("one question that is answered otherwise is no change, and one asking is too little to say so")
    func little() async throws {
        let before = try #require(await Self.look { question, _ in .says(question) })
        let one = try #require(await Self.look { question, _ in .says(question.contains("rivers") ? "x" : question) })
        #expect(!one.compared(with: before).hasChanged)
        let once = try #require(await Self.look(1) { question, _ in .says(question) })
        let other = try #require(await Self.look(1) { question, _ in .says("x " + question) })
        #expect(other.compared(with: once).probability == 1)
    }

    @Test("what was not answered is not compared, and who answers nothing has no behaviour")
    func silent() async throws {
        #expect(await Self.look { _, _ in .fails(.target) } == nil)
        let before = try #require(await Self.look { question, _ in .says(question) })
        let half = try #require(
            await Self.look { question, _ in question.contains("rivers") ? .fails(.timeout) : .says(question) }
        )
        #expect(half.compared(with: before) == .init(probability: 1, questions: 7))
        var nothing = before
        nothing.answers = nothing.answers.map { _ in [] }
        #expect(nothing.compared(with: before) == .init(probability: 1, questions: 0))
    }

    @Test(
        "what is cut, withheld, refused or the same whatever is asked is no answer, but its name counts",
        arguments: [
            Answer(text: "<html><h1>502 Bad Gateway</h1></html>"), Answer(text: "You have used up your quota."),
            Answer(text: "Retry in {n} s (request req_{n})."), Answer(text: "Of the {q}", ending: .length),
            Answer(text: "To {q}", ending: .filtered), Answer(text: "No to {q}", ending: .refused),
            Answer(text: "To {q}", ending: .unknown),
            Answer(text: "To {q}", toolCalls: [.init(name: "f", arguments: "")], ending: .finished),
        ]
    )
    func noAnswers(answer: Answer) async throws {
        let seen = try #require(
            await Self.look { question, number in
                var said = answer
                said.text = answer.text.replacing("{q}", with: question).replacing("{n}", with: "\(number)")
                return .answered(said, .init(model: "m"))
            }
        )
        #expect(seen.answers.map(\.count) == .init(repeating: 0, count: 8) && seen.answered == 0)
        #expect(seen.models == ["m"])
        let before = try #require(await Self.look { question, _ in .says(question) })
        #expect(seen.compared(with: before) == .init(probability: 1, questions: 0) && !seen.isLike(before))
        #expect(seen.filled(from: before).answers == before.answers)
    }

    @Test("numbers alone are answers of their own, and what fails once among answers is left out alone")
    func some() async throws {
        let seen = try #require(
            await Self.look { question, number in
                number % 3 == 0
                    ? .says("Busy, try again in \(number) s")
                    : .says("\(question.utf8.reduce(0) { $0 &* 31 &+ Int($1) })")
            }
        )
        #expect(seen.answers.map(\.count) == .init(repeating: 2, count: 8) && seen.answered == 8)
    }

    @Test("two sights are alike where at least half of the questions are answered the same way again")
    func likeness() {
        func seen(_ answers: [[String]]) -> Behaviour { Behaviour(answers: answers, models: [], builds: []) }
        let one = seen([["a", "a", "x"], ["b", "b", "b"], ["c"], []])
        for (other, isLike) in [
            ([["x", "y", "a"], ["z"], ["c"], ["d"]], true), ([["x"], ["b"], [], ["d"]], true),
            ([["x"], ["b"], ["y"], []], false), ([["x"], ["y"], ["z"], []], false), ([[], [], [], ["d"]], false),
        ] { #expect(seen(other).isLike(one) == isLike, "\(other)") }
    }

    @Test("what it costs is told, by bytes where no usage is, and it ends at a ceiling")
    func costs() async throws {
        let cost = try #require(Money(decimal: "0.01"))
        let target = FakeTarget { .says("\($0.number)", cost: cost) }
        let whole = await Behaviour.look(at: target.target, times: 3)
        #expect(whole.spent == Spent(tokens: 240, money: try #require(Money(decimal: "0.24"))))
        for ceilings in [RunPlan.Ceilings(tokens: 95), .init(money: Money(decimal: "0.095"))] {
            let before = target.count
            let cut = await Behaviour.look(at: target.target, times: 3, within: ceilings)
            #expect(target.count - before == 10 && cut.spent.tokens == 100 && cut.seen?.answered == 4)
        }
        let silent = await Behaviour.look(
            at: FakeTarget { _ in .answered(Answer(text: "abcde"), .init()) }.target,
            times: 1
        )
        #expect(silent.spent.tokens > 8 * 2 + 8 * 20 && silent.spent.money == .zero)
    }

    @Test("who is sampled rarely seems to have changed", .timeLimit(.minutes(1)))
    func falseAlarms() {
        var random = SeededRandom(seed: 4)
        func draw() -> Behaviour {
            Behaviour(
                answers: (0..<8).map { _ in (0..<5).map { _ in random.pick(["a", "a", "b", "c"]) } },
                models: [],
                builds: []
            )
        }
        let alarms = (0..<2_000).count { _ in draw().compared(with: draw()).hasChanged }
        // One in a hundred is what is promised; five standard deviations above would be 43.
        #expect(alarms <= 43, "\(alarms) of 2000")
    }

    @Test("names and builds are those that were declared, each once, and all comes back from its text")
    func text() async throws {
        let seen = try #require(
            await Self.look { question, number in
                .says(question, model: number.isMultiple(of: 2) ? "a" : "b", build: "fp")
            }
        )
        #expect(Set(seen.models) == ["a", "b"] && seen.models.count == 2 && seen.builds == ["fp"])
        #expect(Behaviour(text: seen.text) == seen)
        let other = seen.text.replacing(#""version":1"#, with: #""version":2"#)
        #expect(other != seen.text && Behaviour(text: other) == nil && Behaviour(text: "{}") == nil)
    }

    @Test("a fingerprint does not depend on the order in which names were seen, and there is none of nothing")
    func declared() {
        #expect(Fingerprint.declared(models: [], builds: []) == nil)
        let all = [
            Fingerprint.declared(models: ["a", "b"], builds: []), Fingerprint.declared(models: ["b", "a"], builds: []),
            Fingerprint.declared(models: ["a"], builds: ["b"]), Fingerprint.declared(models: ["ab"], builds: []),
            Fingerprint.declared(models: [], builds: ["a", "b"]),
        ]
        #expect(all[0] == all[1] && Set(all).count == 4)
    }
}
