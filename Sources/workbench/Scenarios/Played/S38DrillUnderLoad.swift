import HoldfastTesting
import JSON

extension Scenario {
    /// Callers' requests before, during and after the drill.
    private static let callers = 30
    private static let copies = 8

    static let s38 = Scenario(
        number: "S38",
        title: "a drill while requests keep coming",
        expected: "callers as before; the copies alone move",
        parts: [
            Part(name: "replayed", forms: Form.two) { stage in
                guard let gateway = stage.gateway else {
                    return stage.judge.expect(try await stage.ask().server(on: stage) == .well, "nobody can drill")
                }
                let body = String(decoding: stage.call.body, as: UTF8.self)
                let line = #"{"path":"\#(stage.call.target)","body":\#(body)}"#
                let file = try gateway.folder.write(
                    String(repeating: line + "\n", count: copies),
                    to: "drill.jsonl"
                )
                async let drill = gateway.run(["drill", "test/sick", "--replay", file, "--json"])
                try await stage.expectCallersServed(callers)
                let outcome = try await drill
                stage.judge.expect(
                    outcome.code == 0,
                    "the drill ended with \(outcome.code): \(outcome.errors.prefix(300))"
                )
                let report = outcome.json?["report"]
                stage.judge.expect(report?["passed"]?.bool == true, "the drill did not pass")
                // Both sides were asked each of the copies, and the substitute nothing else.
                stage.judge.expect(stage.well.requests.count == copies, "\(stage.well.requests.count) copies moved")
                stage.judge.expect(
                    stage.sick.requests.count == callers + copies,
                    "\(stage.sick.requests.count) requests reached the model that serves"
                )
                try await stage.expectCallersServed(1)
                try await stage.expectSoundLedger()
            },
            Part(name: "broken off", forms: Form.two) { stage in
                guard let gateway = stage.gateway else {
                    return stage.judge.expect(try await stage.ask().server(on: stage) == .well, "nobody can drill")
                }
                async let drill = gateway.run(["drill", "test/sick", "--mirror", "100%", "--for", "1h", "--json"])
                let id: String = try await eventually("a drill") {
                    let recalls = try await gateway.run(["recalls", "--all", "--json"]).json?["recalls"]?.elements
                    let drill = recalls?.first { $0["drill"]?.bool == true && $0["state"]?.string == "contained" }
                    return drill?["id"]?.string
                }
                try await stage.expectCallersServed(callers)
                let ended = try await gateway.run(["drill", "--abort", id])
                stage.judge.expect(ended.code == 0, "it cannot be broken off: \(ended.errors.prefix(300))")
                stage.judge.expect(try await drill.code == 1, "a drill that was broken off passed")
                // Copies that were under way may end.
                try await Task.sleep(for: .milliseconds(300))
                let moved = stage.well.requests.count
                try await stage.expectCallersServed(callers)
                stage.judge.expect(stage.well.requests.count == moved, "copies are made of what came behind it")
            },
        ]
    )
}

extension Stage {
    /// Each is served by the model that served before, whatever is rehearsed beside it.
    fileprivate func expectCallersServed(_ count: Int) async throws {
        for number in 1...count {
            let answer = try? await call.send(port: port)
            let server = Observation(answer: answer, isEnded: true).server(on: self)
            judge.expect(server == .sick, "request \(number) was answered by \(server?.rawValue ?? "nobody")")
        }
    }
}
