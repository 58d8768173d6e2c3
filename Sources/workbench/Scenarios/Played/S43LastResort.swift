import HoldfastTesting
import JSON

extension Scenario {
    private static let text = "The assistant is away. Please call 555 0100."

    static let s43 = Scenario(
        number: "S43",
        title: "both models sick, a last resort",
        expected: "the operator's words, marked as such",
        settings: .with { $0.lastResort = text }
    ) { stage in
        stage.sick.play(.always(.reset))
        stage.well.play(.always(.reset))
        let seen = try await stage.ask()
        stage.judge.note(seen.words(on: stage))
        let reading = seen.reading(on: stage)
        stage.judge.expect(seen.answer?.status == 200, "a \(seen.answer?.status ?? 0), where the last resort was due")
        stage.judge.expect(reading?.ending == .whole, "the answer: \(reading?.ending.rawValue ?? "none")")
        stage.judge.expect(reading?.text == text, "it says “\(reading?.text ?? "")”")
        let server = seen.answer?["holdfast-served-by"]
        stage.judge.expect(server == "last-resort", "holdfast-served-by says \(server ?? "nothing")")
        stage.judge.expect(seen.asked(.sick) >= 1 && seen.asked(.well) >= 1, "not every model was asked before")
        guard stage.gateway != nil else { return }
        let attempts = seen.record?["attempts"]?.elements ?? []
        stage.judge.expect(attempts.count >= 2, "the journal does not have the attempts")
        stage.judge.expect(
            attempts.allSatisfy { $0["outcome"]?.string == "failed" },
            "the journal says that a model served"
        )
    }
}
