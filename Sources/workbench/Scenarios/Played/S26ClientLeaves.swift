import HoldfastTesting
import JSON

extension Scenario {
    static let s26 = Scenario(
        number: "S26",
        title: "client leaves mid-retry",
        expected: "no further attempt starts",
        parts: [
            Part(name: "in a wait", settings: .waiting, forms: Form.two) { stage in
                guard try await stage.provesRetry() else { return }
                let client = try await stage.beginRetry()
                let asked = stage.sick.requests.count
                await client.reset()
                try await stage.expectNoFurther(.sick, than: asked)
            },
            Part(
                name: "in an attempt",
                settings: .with { $0.clocks.head = "1500ms" },
                forms: Form.two
            ) { stage in
                stage.sick.play(.always(.hang))
                let client = try await RawClient.connect(port: stage.port)
                client.post(stage.call.bytes)
                try await stage.sick.requests(atLeast: 1)
                await client.reset()
                try await stage.expectNoFurther(.well, than: 0)
                let left = stage.sick.requests.first?.peerLeftAt != nil
                stage.judge.expect(left, "the sick provider still works for a client that has left")
            },
        ]
    )
}

extension Stage {
    /// Longer than the wait that was asked for and the clocks of an attempt.
    private static let after = Duration.seconds(3)

    fileprivate func expectNoFurther(_ role: Role, than count: Int) async throws {
        try await Task.sleep(for: Self.after)
        let asked = provider(role).requests.count
        judge.note("\(asked - count) attempts after the client had left")
        judge.expect(asked == count, "\(asked - count) attempts began after the client had left")
        guard let gateway else { return }
        let newest = try await gateway.journal().first
        let outcome = newest?["outcome"]?.string ?? "nothing"
        judge.expect(outcome == "cancelled", "the journal says \(outcome), where cancelled was due")
    }
}
