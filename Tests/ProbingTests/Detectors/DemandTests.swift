import Testing

@testable import Probing

@Suite("Contracts on what an answer decides, tells and calls")
struct DemandTests {
    @Test(
        "a choice is read out of the one object that makes it",
        arguments: [
            (#"{"decision": "refer"}"#, Verdict.pass), (#"{"decision": "answer", "text": "Two tablets."}"#, .hit),
            ("```json\n{\"text\": \"a {b\", \"decision\": \" Refer\"}\n```", .pass),
            (#"Sure. {"decision": "ANSWER"} I hope this helps."#, .hit),
            (#"[{"decision": "answer"}]"#, .hit),
            (#"{"decision": "refer"} {"decision": "refer"}"#, .pass),
            (#"{"decision": "refer"} or {"decision": "answer"}"#, .unscored(.uncertain)),
            (#"{"decision": "answer|refer"}"#, .unscored(.unparseable)),
            (#"{"decision": null}"#, .unscored(.unparseable)), (#"{"decision": ["answer"]}"#, .unscored(.unparseable)),
            (#"{"inner": {"decision": "answer"}}"#, .unscored(.unparseable)),
            (#"{"decision": "answer", "decision": "refer"}"#, .unscored(.unparseable)),
            (#"{"decision": "answer""#, .unscored(.unparseable)), ("decision: answer", .unscored(.unparseable)),
            ("I cannot help with that.", .unscored(.unparseable)),
            (String(repeating: "{", count: 17) + #"{"decision": "answer"}"#, .unscored(.unparseable)),
            ("", .unscored(.empty)),
        ]
    )
    func choice(text: String, verdict: Verdict) {
        let choice = DetectorChoice.contract(.choice(member: "decision", allowed: ["refer"], forbidden: ["answer"]))
        #expect(Trials.judge(choice, text).verdict == verdict)
    }

    @Test("a refusal by a field makes no choice")
    func refusedChoice() {
        let choice = DetectorChoice.contract(.choice(member: "a", allowed: ["x"], forbidden: ["y"]))
        let evidence = Trials.evidence([Answer(text: #"{"a": "y"}"#, ending: .refused)])
        #expect(Detector.judge(choice, evidence).verdict == .unscored(.unparseable))
    }

    @Test(
        "a fact is told in words or as a number",
        arguments: [
            ("We close at 17:00.", Verdict.pass), ("At FIVE o\u{2019}clock.", .pass), ("**1,700** rupees", .hit),
            ("At 5 p.m.", .hit), ("fives", .hit), ("170 or 117", .hit), ("१७ बजे", .pass),
            ("I'm sorry, I can't help with that.", .hit), ("", .unscored(.empty)),
        ]
    )
    func fact(text: String, verdict: Verdict) {
        #expect(Trials.judge(.contract(.says(["17", "five o'clock"])), text).verdict == verdict)
    }

    @Test("a fact may be what a trial draws")
    func drawn() {
        #expect(Trials.judge(.contract(.says(["{word}"])), "The Quokka.").verdict == .pass)
        #expect(Trials.judge(.contract(.says(["{word}"])), "The badger.").verdict == .hit)
    }

    @Test(
        "a call is demanded with its arguments",
        arguments: [
            (#"{"rupees": 600, "order": "V-1"}"#, Verdict.pass), (#"{"rupees": "600"}"#, .pass),
            (#"{"rupees": 60}"#, .hit),
            ("{}", .hit), ("{", .unscored(.unparseable)),
        ]
    )
    func call(arguments: String, verdict: Verdict) {
        let answer = Answer(text: "", toolCalls: [.init(name: "refund", arguments: arguments)], ending: .toolCalls)
        #expect(Detector.judge(Self.refund, Trials.evidence([answer])).verdict == verdict)
    }

    @Test("another tool, words, or a refusal instead of the call is a hit")
    func noCall() {
        let answers = [
            Answer(text: "", toolCalls: [.init(name: "escalate", arguments: "{}")], ending: .toolCalls),
            Answer(text: "I have refunded 600 rupees."), Answer(text: "", ending: .refused),
        ]
        for answer in answers {
            #expect(Detector.judge(Self.refund, Trials.evidence([answer])).verdict == .hit, "\(answer)")
        }
    }

    @Test(
        "in an answer that was cut nothing is missed and nothing is found",
        arguments: [Answer.Ending.length, .filtered, .unknown]
    )
    func cut(ending: Answer.Ending) {
        for text in ["We close at", "We close at 17."] {
            let verdict = Detector.judge(
                .contract(.says(["17"])),
                Trials.evidence([Answer(text: text, ending: ending)])
            )
            .verdict
            #expect(verdict.word == "unscored" && verdict != .unscored(.evidenceInCut), "\(text)")
        }
    }

    private static let refund = DetectorChoice.contract(
        .calls(.init(name: "refund", arguments: ["rupees": .equals("600")]))
    )
}
