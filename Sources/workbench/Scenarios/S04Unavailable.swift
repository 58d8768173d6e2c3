import HoldfastTesting

extension Scenario {
    static let s04 = Scenario(number: "S04", title: "503 for ever", expected: "the substitute's whole answer") {
        stage in
        stage.sick.play(.always(.answer(503, body: #"{"error":{"message":"overloaded","type":"server_error"}}"#)))
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 3, on: stage)
    }
}
