import Dialects
import Domain
import HoldfastTesting

extension Scenario {
    /// The request's last turn is the assistant's, and the first choice, which could go on from there, is sick.
    static let s14 = Scenario(
        number: "S14",
        title: "substitute rejects prefill",
        expected: "its 400 hides nothing; who can answer, does",
        parts: [
            Part(
                name: "declared, rejected, a third model stands ready",
                settings: .with {
                    $0.cast = [.sick, .well, .third]
                    $0.capabilities = [.sick: "[prefill]", .well: "[prefill]", .third: "[prefill]"]
                },
                forms: prefillForms
            ) { stage in
                stage.sick.play(Complaint.unavailable.always)
                stage.well.play(Complaint.prefillRejected.always)
                let seen = try await stage.ask(stage.prefilled)
                stage.judge.expectAnswer(seen, by: [.third], sickAtMost: 3, on: stage)
            },
            Part(
                name: "declared, rejected, nobody else",
                settings: .with { $0.capabilities = [.sick: "[prefill]", .well: "[prefill]"] },
                forms: prefillForms
            ) { stage in
                stage.sick.play(Complaint.unavailable.always)
                stage.well.play(Complaint.prefillRejected.always)
                let seen = try await stage.ask(stage.prefilled)
                stage.judge.expectHonestError(seen, on: stage)
                stage.judge.expect(seen.asked(.sick) <= 3, "the sick provider was asked \(seen.asked(.sick)) times")
                stage.judge.expect(seen.asked(.well) <= 1, "the substitute was asked \(seen.asked(.well)) times")
            },
            Part(
                name: "not declared",
                settings: .with { $0.capabilities = [.sick: "[prefill]", .well: "[tools]"] },
                forms: prefillForms
            ) { stage in
                guard stage.subject == .holdfast else {
                    return stage.judge.skip("declared capabilities are Holdfast's")
                }
                stage.sick.play(Complaint.unavailable.always)
                let seen = try await stage.ask(stage.prefilled)
                stage.judge.expectHonestError(seen, on: stage)
                stage.judge.expect(seen.asked(.well) == 0, "a model was asked for what it does not declare")
            },
        ]
    )

    private static let prefillForms = [Dialect.chatCompletions, .messages].flatMap { dialect in
        [false, true].map { Form(dialect, stream: $0) }
    }
}

extension Stage {
    fileprivate var prefilled: Call {
        var call = call
        let turn = #"{"role":"user","content":"hello"}"#
        let text = String(decoding: call.body, as: UTF8.self)
        call.body = Array(text.replacing(turn, with: turn + #",{"role":"assistant","content":"I say"}"#).utf8)
        return call
    }
}
