import HoldfastTesting
import JSON

extension Scenario {
    private static let rounds = 2

    static let s35 = Scenario(
        number: "S35",
        title: "two recalls and a reinstatement at once",
        expected: "one order of events; nothing is lifted too early",
        forms: Form.two
    ) { stage in
        guard stage.gateway != nil else {
            return stage.judge.expect(try await stage.ask().server(on: stage) == .well, "nobody takes an order")
        }
        let people = [try await stage.makeOperator("Ada"), try await stage.makeOperator("Bo")]
        var standing = [try await stage.order(Stage.recallsSickForAbsence)?.id ?? ""]
        for round in 0..<rounds {
            let earlier = standing[round]
            try await stage.awaitState("contained", of: earlier)
            async let first = stage.order(Stage.recallsSickForAbsence)
            async let second = stage.order([
                "recall", "test/sick", "--model", "sick", "--checks", "E", "--reason-kind", "availability",
            ])
            async let lifted = stage.order(Stage.lifting(earlier, to: "100"), as: people[round % 2])
            let made = [try await first?.id ?? "", try await second?.id ?? ""]
            _ = try await lifted
            standing += made
            stage.judge.expect(Set(standing).count == standing.count, "two recalls have one id: \(standing)")
            let asked = stage.sick.requests.count
            // Of any conversation.
            for number in 1...10 {
                let call = stage.call(saying: "hello \(round) \(number)")
                let answer = try? await call.send(port: stage.port)
                let server = Observation(answer: answer, isEnded: true).server(on: stage)
                stage.judge.expect(
                    server == .well,
                    "\(server?.rawValue ?? "nobody") answered under two standing recalls"
                )
            }
            stage.judge.expectUnasked(since: asked, on: stage)
        }
        try await stage.expectOneOfTwo(standing[rounds], people)
        try await stage.liftAll(standing, as: people[0])
        stage.judge.at("all lifted").expectAnswer(try await stage.ask(), by: [.sick], sickAtMost: 1, on: stage)
        try await stage.expectSoundLedger()
    }
}

extension Stage {
    fileprivate static func lifting(_ id: String, to share: String) -> [String] {
        ["reinstate", id, "--share", share, "--statement", "tried"]
    }

    /// The same step by two people at once is made once.
    fileprivate func expectOneOfTwo(_ id: String, _ people: [String]) async throws {
        try await awaitState("contained", of: id)
        async let one = tryOrder(Self.lifting(id, to: "10"), as: people[0])
        async let other = tryOrder(Self.lifting(id, to: "10"), as: people[1])
        let codes = [try await one.code, try await other.code].sorted()
        judge.expect(codes == [0, 1], "the same step by two people at once ended with \(codes)")
    }

    fileprivate func liftAll(_ ids: [String], as person: String) async throws {
        for id in ids {
            let shown = try await gateway?.run("recalls", "show", id, "--json").json
            if shown?["state"]?.string != "reinstating" { try await awaitState("contained", of: id) }
            if shown?["serving_percent"]?.integer != 100 {
                try await order(Self.lifting(id, to: "100"), as: person)
            }
            try await order(Self.lifting(id, to: "free"), as: person)
        }
    }
}
