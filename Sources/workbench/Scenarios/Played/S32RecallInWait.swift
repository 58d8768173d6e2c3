import HoldfastTesting

extension Scenario {
    private static let text = "The assistant is away. Please call 555 0100."

    static let s32 = Scenario(
        number: "S32",
        title: "recall during a retry wait",
        expected: "the retry is never made",
        parts: [
            Part(name: "nobody left", settings: .waiting, forms: Form.two) { stage in
                guard let (seen, recall) = try await stage.recallInWait() else { return }
                stage.judge.expectNobodyLeft(seen, by: recall.id, on: stage)
            },
            Part(
                name: "a last resort",
                settings: .with {
                    $0 = .waiting
                    $0.lastResort = text
                },
                forms: Form.two
            ) { stage in
                guard let (seen, _) = try await stage.recallInWait() else { return }
                stage.judge.note(seen.words(on: stage))
                let reading = seen.reading(on: stage)
                stage.judge.expect(
                    reading?.ending == .whole && reading?.text == text,
                    "the answer is not the last resort's: \(seen.words(on: stage))"
                )
            },
        ]
    )
}

extension Stage {
    /// - Returns: nil where nobody waits for a retry.
    fileprivate func recallInWait() async throws -> (Observation, Ordered)? {
        guard try await provesRetry() else { return nil }
        let client = try await beginRetry()
        guard let recall = try await order(Self.recallsSick) else { return nil }
        let asked = sick.requests.count
        var seen = Observation()
        seen.answer = try? await client.answer(within: Self.patience)
        seen.isEnded = client.received.isEnded
        await client.close()
        seen.record = try await record(of: seen.answer)
        // The client's answer came instead of the retry; it is not made behind it either.
        try await Task.sleep(for: .seconds(3))
        judge.expectUnasked(since: asked, on: self)
        return (seen, recall)
    }
}
