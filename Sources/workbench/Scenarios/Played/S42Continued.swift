import HoldfastTesting
import JSON

extension Scenario {
    static let s42 = Scenario(
        number: "S42",
        title: "cut mid-stream, continue: true",
        expected: "one whole answer, made of two",
        parts: [
            Part(settings: .with { $0.continues = true }, forms: Form.streams) { stage in
                stage.sick.play(BrokenStream.cut.script(words: 2))
                let seen = try await stage.ask()
                stage.expectContinued(seen)
            },
            Part(
                name: "more than the transcript holds",
                settings: .with { $0.continues = true },
                forms: Form.streams
            ) { stage in
                let words = (1...9_000).map { "word \($0)" }.joined(separator: " ")
                let frames = GoodAnswer(words).frames(stage.form.dialect, model: stage.model(of: .sick))
                let shown = Array(frames.prefix(9_000))
                stage.sick.play(.always(.stream(shown), .close))
                let seen = try await stage.ask()
                stage.judge.expectInterrupted(seen, shown: shown, on: stage)
            },
        ]
    )
}

extension Stage {
    private static let shown = "the first"

    func expectContinued(_ seen: Observation) {
        judge.note(seen.words(on: self))
        guard subject == .holdfast else {
            return judge.expect(seen.reading(on: self)?.ending == .whole, "not continued")
        }
        guard let reading = seen.reading(on: self) else { return judge.expect(false, "no answer") }
        judge.expect(reading.ending == .whole, "the stream: \(reading.ending.rawValue)")
        judge.expect(reading.terminators == 1, "\(reading.terminators) terminators")
        judge.expect(reading.openings == 1, "\(reading.openings) openings")
        judge.expect(reading.text.hasPrefix(Self.shown), "what had been shown was changed")
        judge.expect(
            reading.text.dropFirst(Self.shown.count).contains(Role.well.text),
            "the substitute's words are missing"
        )
        let request = seen.entries[.well]?.first?.request.message.text ?? ""
        judge.expect(request.contains(Self.shown), "the substitute was not told what had been said")
        judge.expect(seen.asked(.sick) == 1 && seen.asked(.well) == 1, "\(seen.words(on: self))")
        let before = BrokenStream.shown(words: 2, form.dialect, model: model(of: .sick)).count
        let rest = reading.frames.dropFirst(before).joined()
        judge.expect(rest.contains("holdfast") || rest.contains("well"), "the stream does not say who went on")
        judge.expectRecord(seen, outcome: "completed")
        let outcomes = seen.record?["attempts"]?.elements?.map { $0["outcome"]?.string ?? "" } ?? []
        judge.expect(outcomes == ["interrupted", "served"], "the journal has the attempts \(outcomes)")
    }
}
