import HoldfastTesting

extension Scenario {
    static let s20 = Scenario(
        number: "S20",
        title: "both models sick",
        expected: "a 503 with Retry-After, few attempts",
        parts: [
            part("both reset", .always(.reset), .always(.reset)),
            part("both say 503", Complaint.unavailable.always, Complaint.unavailable.always),
            // What a substitute objects to is our configuration's fault, and no news to the caller.
            part("503, and a substitute that objects", Complaint.unavailable.always, Complaint.prefillRejected.always),
            part("cut before content", BrokenStream.cut.script(words: 0), .always(.reset), statuses: [502, 503]),
            Part(
                name: "attempts: 2",
                settings: .with {
                    $0.cast = [.sick, .well, .third]
                    $0.attempts = 2
                }
            ) { stage in
                for role in Role.allCases { stage.provider(role).play(.always(.reset)) }
                let seen = try await stage.ask()
                stage.judge.expectHonestError(seen, on: stage)
                stage.judge.expect(seen.askedOfAll <= 2, "\(seen.askedOfAll) attempts, where two are allowed")
                stage.judge.expect(
                    seen.answer?["x-should-retry"] == "false",
                    "no x-should-retry: false although the budget is spent"
                )
            },
        ]
    )

    private static func part(_ name: String, _ sick: Script, _ well: Script, statuses: Set<Int> = [503]) -> Part {
        Part(name: name) { stage in
            stage.sick.play(sick)
            stage.well.play(well)
            let seen = try await stage.ask()
            stage.judge.expectHonestError(seen, statuses: statuses, on: stage)
            stage.judge.expect(seen.asked(.sick) >= 1 && seen.asked(.well) >= 1, "not every model was asked")
            stage.judge.expect(seen.askedOfAll <= 6, "\(seen.askedOfAll) attempts")
        }
    }
}
