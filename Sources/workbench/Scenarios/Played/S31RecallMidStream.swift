import HoldfastTesting
import JSON

extension Scenario {
    static let s31 = Scenario(
        number: "S31",
        title: "recall mid-stream",
        expected: "shown: told which recall; not shown: moved on",
        parts: [
            Part(name: "shown", forms: Form.streams + Form.translated) { stage in
                if stage.form.isTranslated, stage.subject != .holdfast {
                    return stage.judge.skip("only Holdfast translates")
                }
                try await stage.playInterrupted()
            },
            Part(name: "nothing shown") { stage in
                try await stage.playMoved(HeldAnswer.script(words: 0, stage.gate))
            },
            Part(name: "nothing came", forms: Form.two) { stage in
                try await stage.playMoved(HeldAnswer.script(words: nil, stage.gate))
            },
            Part(
                name: "for availability, continue: true",
                settings: .with { $0.continues = true },
                forms: Form.streams
            ) { stage in
                try await stage.playContinued(["--reason-kind", "availability"])
            },
            Part(
                name: "continue_recalled: true",
                settings: .with {
                    $0.continues = true
                    $0.continuesRecalled = true
                },
                forms: [Form.two[1]]
            ) { stage in
                try await stage.playContinued([])
            },
            // Words of an unsafe model are never given to a substitute to continue.
            Part(name: "for safety, continue: true", settings: .with { $0.continues = true }, forms: Form.streams) {
                try await $0.playInterrupted()
            },
            Part(name: "class II", forms: Form.two) { try await $0.playGoingOn() },
        ]
    )
}

extension Stage {
    private static let words = 2

    fileprivate func playInterrupted() async throws {
        sick.play(HeldAnswer.script(words: Self.words, gate))
        var recall: Ordered?
        let seen = try await ask(heldAt: gate, afterWords: Self.words) { recall = try await order(Self.recallsSick) }
        judge.expectRecalled(seen, by: recall?.id, words: Self.words, on: self)
        judge.expect(
            seen.entries[.sick]?.first?.peerLeftAt != nil,
            "the recalled provider still works at an answer that nobody is shown"
        )
        try await expectNewMove()
    }

    fileprivate func playMoved(_ script: Script) async throws {
        sick.play(script)
        let seen = try await ask(heldAt: gate, afterWords: 0) { try await order(Self.recallsSick) }
        judge.expectMoved(seen, sickAtMost: 1, on: self)
        try await expectNewMove()
    }

    fileprivate func playContinued(_ more: [String]) async throws {
        sick.play(HeldAnswer.script(words: Self.words, gate))
        let seen = try await ask(heldAt: gate, afterWords: Self.words) { try await order(Self.recallsSick + more) }
        expectContinued(seen)
        try await expectNewMove()
    }

    /// Class II reaches what has not begun: an answer under way is finished by the model that began it.
    fileprivate func playGoingOn() async throws {
        sick.play(HeldAnswer.script(words: form.isStream ? Self.words : nil, gate))
        let seen = try await ask(heldAt: gate, afterWords: form.isStream ? Self.words : 0, goesOn: true) {
            try await order(["recall", "test/sick", "--checks", "E"])
        }
        if form.isStream {
            judge.expectAnswer(seen, by: [.sick], sickAtMost: 1, on: self)
        } else {
            // A plain answer came too late: nothing of it had been shown.
            judge.expectMoved(seen, sickAtMost: 1, on: self)
        }
        try await expectNewMove()
    }

    /// Whoever asks from now on gets the substitute.
    private func expectNewMove() async throws {
        sick.play(.good(Role.sick.text))
        judge.at("the next request").expectMoved(try await ask(), on: self)
    }
}
