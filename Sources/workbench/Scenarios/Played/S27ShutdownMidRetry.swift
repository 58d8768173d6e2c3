import HoldfastTesting
import JSON

extension Scenario {
    static let s27 = Scenario(
        number: "S27",
        title: "shutdown mid-retry",
        expected: "an honest end, no further attempt, exit 0",
        parts: [
            Part(name: "in a wait", settings: .waiting, forms: Form.two) { stage in
                guard try await stage.provesRetry(), let gateway = stage.gateway else { return }
                let client = try await stage.beginRetry()
                let asked = stage.sick.requests.count
                gateway.process.signal(15)
                try await stage.expectEnd(of: client, gateway)
                let further = stage.sick.requests.count - asked
                stage.judge.note("\(further) attempts after the signal")
                stage.judge.expect(further == 0, "\(further) attempts began after the signal")
            },
            Part(
                name: "in an attempt, a substitute stands ready",
                settings: .with { $0.clocks.head = "1500ms" },
                forms: Form.two
            ) { stage in
                guard let gateway = stage.gateway else { return stage.judge.skip("only Holdfast is shut down here") }
                stage.sick.play(.always(.hang))
                let client = try await RawClient.connect(port: stage.port)
                client.post(stage.call.bytes)
                try await stage.sick.requests(atLeast: 1)
                gateway.process.signal(15)
                try await stage.expectEnd(of: client, gateway)
                stage.judge.expect(stage.well.requests.count <= 1, "the substitute was asked more than once")
            },
        ]
    )
}

extension Stage {
    /// Within the time for draining and a little: a whole answer, or an error that says to come back. Then exit code 0,
    /// and a journal that has it.
    fileprivate func expectEnd(of client: RawClient, _ gateway: GatewayProcess) async throws {
        var seen = Observation()
        seen.answer = try? await client.answer(within: Self.patience)
        seen.isEnded = client.received.isEnded
        await client.close()
        let code = try await gateway.process.ended(within: .seconds(20))
        judge.expect(code == 0, "the process ended with \(code)")
        let id = seen.answer?["x-request-id"]
        seen.record = try await gateway.journal().first { $0["id"]?.string == id }
        if seen.server(on: self) != nil {
            judge.note("a whole answer")
            return judge.expectRecord(seen, outcome: "completed")
        }
        judge.note("a \(seen.answer?.status ?? 0)")
        judge.expect(seen.answer?.errorCode == "shutting_down", "the error does not say that the server stops")
        judge.expectHonestError(seen, on: self)
    }
}
