/// Plays scenarios: several at once where they share nothing, one by one where time or memory is measured.
struct ScenarioRun: Sendable {
    let subject: Subject
    /// nil unless the subject is Holdfast.
    let binary: String?
    let vocabulary: Vocabulary
    /// How many stages at once.
    let width: Int
    /// Only parts of this name; nil: all.
    let part: String?

    /// One form of one part of one scenario: what shares nothing with any other.
    private struct Unit: Sendable {
        let scenario: Int
        let part: Scenario.Part
        let form: Form
    }

    /// - Parameter tell: called in the order of `scenarios`, each as soon as those before it are told.
    func play(_ scenarios: [Scenario], tell: (ScenarioResult) -> Void) async -> [ScenarioResult] {
        let judges = scenarios.map { _ in Judge() }
        let units = scenarios.enumerated().flatMap { index, scenario in
            scenario.parts.filter { part.map([$0.name].contains) ?? !$0.isHidden }.flatMap { part in
                part.forms.map { Unit(scenario: index, part: part, form: $0) }
            }
        }
        var left = scenarios.indices.map { index in units.count { $0.scenario == index } }
        var results: [ScenarioResult] = []
        func finished(_ unit: Unit) {
            left[unit.scenario] -= 1
            while results.count < scenarios.count, left[results.count] == 0 {
                let result = ScenarioResult(scenarios[results.count], judges[results.count])
                results.append(result)
                tell(result)
            }
        }
        let (alone, together) = (
            units.filter { scenarios[$0.scenario].isAlone }, units.filter { !scenarios[$0.scenario].isAlone }
        )
        for (units, width) in [(together, width), (alone, 1)] {
            await withTaskGroup(of: Unit.self) { group in
                for (index, unit) in units.enumerated() {
                    if index >= width, let done = await group.next() { finished(done) }
                    group.addTask {
                        await play(unit, judges[unit.scenario])
                        return unit
                    }
                }
                for await done in group { finished(done) }
            }
        }
        return results
    }

    private func play(_ unit: Unit, _ judge: Judge) async {
        let judge = judge.at(unit.part.name, unit.form)
        if subject == .holdfast {
            for knob in unit.part.settings.missing(in: vocabulary) {
                judge.expectOnce(false, "this binary has no setting `\(knob)`; played without")
            }
        }
        do {
            try await Stage.play(unit.part, unit.form, before: subject, binary, vocabulary, judge)
        } catch {
            judge.expect(false, "\(error)")
        }
    }
}
