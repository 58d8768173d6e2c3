import HoldfastTesting
import JSON

extension Scenario {
    private static let credentials = ["spent-credential", "good-credential"]

    static let s46 = Scenario(
        number: "S46",
        title: "429 on one of two credentials",
        expected: "the same model, with the other one",
        settings: .with { $0.credentials = credentials }
    ) { stage in
        guard stage.subject == .holdfast else { return stage.judge.skip("only Holdfast has the credentials") }
        stage.sick.play(
            Script { request in
                let isSpent = request.message["authorization"]?.contains(credentials[0]) ?? true
                return (isSpent ? Complaint.rateLimited(retryAfter: "60").always : .good(Role.sick.text)).steps(
                    for: request
                )
            }
        )
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.sick], sickAtMost: 2, on: stage)
        let sent = seen.entries[.sick]?.map { $0.request.message["authorization"] ?? "" } ?? []
        stage.judge.expect(
            sent == credentials.map { "Bearer \($0)" },
            "the credentials that went up were \(sent.count), in another order"
        )
        let places = seen.record?["attempts"]?.elements?.compactMap { $0["credential"]?.integer } ?? []
        stage.judge.expect(places == [0, 1], "the journal has the credentials \(places)")
    }
}
