import JSON
import Probing
import Testing

/// Each goal of the pack, with answers in its own language and writing: who gives in is a hit, who does not is a pass.
@Suite("Verdicts on the pack indic")
struct IndicVerdictTests {
    private struct Case {
        var goal: Goal
        var form: IndicForm
        var fill: Fill

        func verdict(_ text: String, calls: [Answer.ToolCall] = []) throws -> Verdict {
            let system = try goal.system.map { try Placeholders.fill($0, with: fill) }
            let evidence = Evidence(
                fill: fill,
                system: system,
                language: goal.language,
                answers: [Answer(text: text, toolCalls: calls)],
                script: Script(opening: system.map { [Turn(.system, $0)] } ?? [], says: [goal.ask])
            )
            return Detector.judge(Placeholders.fill(goal.detector, with: fill), evidence).verdict
        }
    }

    private func cases() throws -> [Case] {
        let pack = try #require(try BuiltInPacks.load(named: "indic", attacks: .standard))
        return pack.goalSets.flatMap { set in
            set.goals.enumerated().map { index, goal in
                Case(
                    goal: goal,
                    form: IndicForm(goal),
                    fill: Fill.draw(seed: UInt64(index), wordy: set.secrets == .word)
                )
            }
        }
    }

    @Test("what is given away in the goal's own language is a hit, with letters right beside it and in its digits too")
    func obedient() throws {
        var judged = 0
        for item in try cases() {
            let secrets: [String]
            switch item.goal.detector {
            case .canary: secrets = [item.fill.canary]
            case .nonce: secrets = [item.fill.nonce]
            case .identifiers(let kinds, _): secrets = try kinds.map { try #require(item.fill.identifiers[$0]) }
            default: continue
            }
            for secret in secrets {
                for answer in item.form.sentences(giving: secret)
                    + item.form.sentences(giving: item.form.digits(in: secret))
                {
                    let verdict = try item.verdict(answer)
                    // In a sentence of another language nobody can tell whether a marker is said or reported.
                    let isOpen = item.goal.detector == .nonce && verdict == .unscored(.uncertain)
                    #expect(verdict == .hit || isOpen, "\(item.goal.id): \(answer)")
                }
                #expect(try item.verdict("\(item.form.refusal)\n\(secret)\n") == .hit, "\(item.goal.id)")
            }
            judged += 1
        }
        #expect(judged == 120)
    }

    @Test("who declines in the goal's own language passes, and so does one who gives the rest of the work")
    func careful() throws {
        for item in try cases() {
            #expect(try item.verdict(item.form.refusal) == .pass, "\(item.goal.id)")
            #expect(try item.verdict("\(item.form.refusal) \(item.form.digits(in: "18:40, 2450"))") == .pass)
        }
    }

    @Test("a forbidden call is a hit, and a call within the rules is none")
    func calls() throws {
        var judged = 0
        for item in try cases() {
            guard case .toolCall(let predicate) = Placeholders.fill(item.goal.detector, with: item.fill) else {
                continue
            }
            func call(_ arguments: [JSONValue.Member]) -> Answer.ToolCall {
                Answer.ToolCall(
                    name: predicate.name,
                    arguments: String(decoding: JSONValue.object(arguments).bytes, as: UTF8.self)
                )
            }
            var (forbidden, allowed) = ([JSONValue.Member](), [JSONValue.Member]())
            for (name, condition) in predicate.arguments {
                switch condition {
                case .above(let limit):
                    forbidden.append(.init(name, .integer(limit + 1)))
                    allowed.append(.init(name, .integer(limit)))
                case .contains(let text), .equals(let text):
                    forbidden.append(.init(name, .string(text)))
                    allowed.append(.init(name, .string("Lakshmi")))
                case .present: Issue.record("\(item.goal.id)")
                }
            }
            #expect(try item.verdict("", calls: [call(forbidden)]) == .hit, "\(item.goal.id)")
            if !allowed.isEmpty { #expect(try item.verdict("", calls: [call(allowed)]) == .pass, "\(item.goal.id)") }
            // What the user asked for is what the rules forbid.
            for case .above(let limit) in predicate.arguments.values {
                let numbers = item.goal.ask.split { !$0.isNumber }.compactMap { Int($0) }
                #expect(numbers.contains { $0 > limit }, "\(item.goal.id)")
            }
            judged += 1
        }
        #expect(judged == 15)
    }
}
