import HoldfastTesting

extension ScenarioSettings {
    /// One model, which is asked again when it says when.
    static let waiting = ScenarioSettings.with {
        $0.cast = [.sick]
        $0.retries = "{last_model: 3, longest_wait: 5s}"
    }
}

extension Stage {
    /// A scenario of what happens in the wait for a retry is worth nothing if there is none: the first request shows it.
    func provesRetry() async throws -> Bool {
        guard subject == .holdfast else {
            judge.skip("neither nginx nor nothing waits for a retry")
            return false
        }
        sick.play(Complaint.rateLimited(retryAfter: "1").once(thenGood: Role.sick.text))
        let seen = try await ask()
        judge.expect(
            seen.asked(.sick) == 2 && seen.server(on: self) == .sick,
            "no retry of the last model after its Retry-After: \(seen.words(on: self))"
        )
        return seen.asked(.sick) == 2
    }

    /// A request whose first attempt has failed, and whose second waits for two seconds.
    func beginRetry() async throws -> RawClient {
        sick.play(Complaint.rateLimited(retryAfter: "2").always)
        let before = sick.requests.count
        let client = try await RawClient.connect(port: port)
        client.post(call.bytes)
        try await sick.wait(for: "the first attempt") {
            $0.requests.count > before && $0.requests.last?.isFinished == true
        }
        // The answer is on its way to the gateway, which has nothing to tell the client yet.
        try await Task.sleep(for: .milliseconds(200))
        judge.expect(client.received.finals.isEmpty, "the client was answered instead of a retry")
        return client
    }
}
