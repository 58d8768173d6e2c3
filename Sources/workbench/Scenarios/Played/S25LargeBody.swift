import HoldfastTesting

extension Scenario {
    /// More than buffers of the usual size hold.
    private static let words = String(repeating: "a long prompt is a prompt too. ", count: 50_000)

    static let s25 = Scenario(
        number: "S25",
        title: "body over 1 MiB, retried",
        expected: "the substitute got every byte of it",
        parts: [part("after a 503", Complaint.unavailable.always), part("after a reset", .always(.reset))]
    )

    private static func part(_ name: String, _ sick: Script) -> Part {
        Part(name: name) { stage in
            stage.sick.play(sick)
            let call = stage.call(saying: words)
            let seen = try await stage.ask(call)
            stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 3, on: stage)
            let sent = String(decoding: call.body, as: UTF8.self)
                .replacing(#""model":"support""#, with: #""model":"\#(stage.model(of: .well))""#, maxReplacements: 1)
            let got = seen.entries[.well]?.first?.request.message.body ?? []
            stage.judge.expect(
                got == Array(sent.utf8),
                "the substitute got \(got.isEmpty ? "nothing" : "other bytes than the client sent")"
            )
        }
    }
}
