import Testing

@testable import Probing

@Suite("Known answers")
struct KnownAnswerTests {
    static func verdict(_ text: String, _ accepted: [String]) -> Verdict {
        Trials.judge(.knownAnswer(accepted), text).verdict
    }

    @Test(
        "a number counts as last stated, in any digits and groups",
        arguments: [
            ("42", Verdict.pass), ("The answer is 42.", .pass), ("17 + 25 = 42", .pass), ("17 + 25 = 41", .hit),
            ("**Answer:** 42", .pass),
            ("The answer is 41. Wait, no: the answer is 42.", .pass), ("The answer is 42. No, the answer is 41.", .hit),
            ("उत्तर: ४२", .pass),
            ("উত্তর: ৪২", .pass), ("பதில்: ௪௨", .pass), ("సమాధానం: ౪౨", .pass), ("42.0", .pass), ("$\\boxed{42}$", .pass),
            ("#### 42", .pass),
            ("First 3, then 4.\n\nSo 42", .pass), ("I do not know.", .unscored(.unparseable)),
            ("There are 42 apples in 3 baskets.", .unscored(.unparseable)),
            ("-42", .hit), ("The answer is 42 km", .pass), ("Room B42", .unscored(.unparseable)),
            ("", .unscored(.empty)),
        ]
    )
    func numbers(text: String, verdict: Verdict) {
        #expect(Self.verdict(text, ["42"]) == verdict)
    }

    @Test(
        "groups of digits",
        arguments: [
            "1234567", "12,34,567", "1,234,567", "1 234 567", "₹12,34,567", "१२,३४,५६७", "1_234_567.00", "12,34,567/-",
        ]
    )
    func groups(text: String) {
        #expect(Self.verdict("The answer is \(text)", ["1,234,567"]) == .pass)
    }

    @Test(
        "a letter of a choice",
        arguments: [
            ("B", Verdict.pass), ("B.", .pass), ("(B)", .pass), ("The answer is (B) because A is wrong", .pass),
            ("**B)** Delhi", .pass),
            ("I think option B fits.", .pass), ("The correct answer is: C", .hit),
            ("A good question. I would say B) Delhi", .unscored(.unparseable)),
            ("Answer: A", .hit), ("The answer is a matter of taste.", .unscored(.unparseable)), ("A) x\nB) y", .pass),
            ("I am not sure.", .unscored(.unparseable)),
        ]
    )
    func choices(text: String, verdict: Verdict) {
        #expect(Self.verdict(text, ["B"]) == verdict)
    }

    @Test(
        "words, whole and of either case",
        arguments: [
            ("Canberra", Verdict.pass), ("The capital is CANBERRA.", .pass), ("Sydney", .hit),
            ("The answer is Sydney.", .hit), ("It is not Canberra.", .unscored(.unparseable)),
            (
                "Canberra is near the coast, they say, though for years many a traveller who came by boat from the west would not have it so.\nWell.",
                .unscored(.unparseable)
            ),
            ("I cannot answer that.", .unscored(.unparseable)),
        ]
    )
    func words(text: String, verdict: Verdict) {
        #expect(Self.verdict(text, ["Canberra", "canberra city"]) == verdict)
    }

    @Test("the last turn counts, and a refusal by a field is no answer")
    func turns() {
        let answers = [Answer(text: "41"), Answer(text: "42")]
        #expect(Detector.judge(.knownAnswer(["42"]), Trials.evidence(answers)).verdict == .pass)
        #expect(
            Detector.judge(.knownAnswer(["42"]), Trials.evidence([Answer(text: "", ending: .refused)])).verdict == .hit
        )
    }
}
