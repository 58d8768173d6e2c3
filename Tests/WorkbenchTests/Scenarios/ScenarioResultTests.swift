import Testing

@testable import workbench

@Suite("A scenario's verdict")
struct ScenarioResultTests {
    private func verdict(_ judge: Judge) -> ScenarioResult.Verdict { ScenarioResult(.s01, judge).verdict }

    @Test("a judge that was asked nothing has not passed anything")
    func nothing() {
        #expect(verdict(Judge()) == .fail)
    }

    @Test("one problem fails it, whatever was skipped; a skip is no pass")
    func precedence() {
        let judge = Judge()
        judge.expect(true, "")
        #expect(verdict(judge) == .pass)
        judge.skip("cannot be played here")
        #expect(verdict(judge) == .skip)
        judge.at("a part", Form.all[0]).expect(false, "something is wrong")
        #expect(verdict(judge) == .fail)
    }

    @Test("what is wrong in several forms is told once, with its forms")
    func grouped() {
        let judge = Judge()
        for form in Form.all { judge.at("a part", form).expect(false, "wrong") }
        judge.at("another", Form.all[0]).expect(false, "wrong")
        #expect(judge.problems == ["a part: wrong (6 forms)", "another: wrong (chat-completions)"])
    }

    @Test("numbers are unique and in order, and no part has nothing to play")
    func all() {
        let numbers = Scenario.all.map(\.number)
        #expect(numbers == numbers.sorted())
        #expect(Set(numbers).count == numbers.count)
        #expect(Scenario.all.allSatisfy { !$0.parts.isEmpty && $0.parts.allSatisfy { !$0.forms.isEmpty } })
    }
}
