import HoldfastTesting

extension Scenario {
    static let s04 = Scenario(number: "S04", title: "503 for ever", expected: "the substitute's whole answer") {
        stage in
        stage.sick.play(Complaint.unavailable.always)
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 3, on: stage)
    }
}
