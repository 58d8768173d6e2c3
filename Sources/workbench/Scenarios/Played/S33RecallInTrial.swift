import HoldfastTesting

extension Scenario {
    static let s33 = Scenario(
        number: "S33",
        title: "recall during a half-open trial",
        expected: "the trial moves on, none follows until released",
        settings: .with { $0.breaker = "{failures: 3, cool_down: 200ms, longest_cool_down: 200ms}" },
        forms: Form.two
    ) { stage in
        stage.sick.play(Complaint.unavailable.always)
        guard try await stage.opensBreaker() else { return }
        stage.sick.play(HeldAnswer.script(words: nil, stage.gate))
        guard let trial = try await stage.beginTrial() else { return }
        let person = try await stage.makeOperator("Ada")
        // As hard as a recall, and one person may end it.
        let hold = try await stage.order(["hold", "test/sick", "--class", "I", "--checks", "E"])
        let asked = stage.sick.requests.count
        var seen = Observation()
        seen.answer = try? await trial.answer(within: Stage.patience)
        seen.isEnded = trial.received.isEnded
        await trial.close()
        stage.judge.at("the trial").expect(
            seen.server(on: stage) == .well,
            "\(seen.words(on: stage)), where the substitute's was due"
        )
        stage.gate.open()
        stage.sick.play(.good(Role.sick.text))
        // Long enough for many cool-downs.
        for _ in 1...20 {
            let server = Observation(answer: try? await stage.call.send(port: stage.port), isEnded: true).server(
                on: stage
            )
            stage.judge.expect(server == .well, "\(server?.rawValue ?? "nobody") answered while the model was held")
            try await Task.sleep(for: .milliseconds(50))
        }
        stage.judge.expectUnasked(since: asked, on: stage)
        try await stage.order(["release", hold?.id ?? ""], as: person)
        try await stage.expectTrialAgain()
    }
}

extension Stage {
    private static let most = 40

    /// - Returns: false where nothing keeps requests from a model that fails.
    fileprivate func opensBreaker() async throws -> Bool {
        for _ in 1...Self.most {
            let before = sick.requests.count
            _ = try? await call.send(port: port)
            if sick.requests.count == before { return true }
        }
        judge.expect(false, "nothing keeps requests from a model that fails: there is no half-open trial")
        return false
    }

    /// Asks until a request is let through to the sick model, which holds it.
    fileprivate func beginTrial() async throws -> RawClient? {
        let before = sick.requests.count
        for _ in 1...Self.most {
            let client = try await RawClient.connect(port: port)
            client.post(call.bytes)
            let isAnswered: Bool = try await eventually("a request's end or its trial") {
                client.received.finals.first?.isComplete == true ? true : sick.requests.count > before ? false : nil
            }
            if !isAnswered { return client }
            await client.close()
            try await Task.sleep(for: .milliseconds(50))
        }
        judge.expect(false, "the breaker lets no trial through")
        return nil
    }

    /// The trial that was called off must have given its place back.
    fileprivate func expectTrialAgain() async throws {
        for _ in 1...Self.most {
            let answer = try? await call.send(port: port)
            if Observation(answer: answer, isEnded: true).server(on: self) == .sick { return judge.expect(true, "") }
            try await Task.sleep(for: .milliseconds(50))
        }
        judge.expect(false, "the model was released and gets no trial")
    }
}
