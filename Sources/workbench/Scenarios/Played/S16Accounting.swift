import Dialects
import HoldfastTesting
import JSON

extension Scenario {
    /// Headers by which an answer says who served it and why.
    private static let told: KeyValuePairs = [
        "holdfast-route": "support", "holdfast-model": "well", "holdfast-lineage": "test/well",
        "holdfast-attempts": "2",
    ]

    static let s16 = Scenario(
        number: "S16",
        title: "accounting: who served, retried, cost",
        expected: "headers, journal and explain all agree",
        settings: .with { $0.prices = [.sick: ("100", "100"), .well: ("3", "15")] }
    ) { stage in
        stage.sick.play(Complaint.unavailable.always)
        let seen = try await stage.ask()
        stage.judge.expectAnswer(seen, by: [.well], sickAtMost: 1, on: stage)
        guard let gateway = stage.gateway else {
            return stage.judge.skip("only Holdfast keeps a journal; bytes and logs were judged")
        }
        for (name, value) in told {
            let found = seen.answer?[name]
            stage.judge.expect(found == value, "the header \(name) says \(found ?? "nothing"), not \(value)")
        }
        let reason = seen.answer?["holdfast-reason"] ?? ""
        stage.judge.expect(!reason.isEmpty, "no header holdfast-reason says why a substitute served")
        stage.expectAccount(in: seen.record)
        let id = seen.answer?["x-request-id"] ?? ""
        let life = try await gateway.run("explain", "--request", id)
        stage.judge.expect(
            life.code == 0 && life.output.contains("sick") && life.output.contains("well"),
            "`explain --request` does not tell both attempts (code \(life.code))"
        )
    }
}

extension Stage {
    /// 7 tokens in at 3 and 4 out at 15 a million. A stream of Chat Completions tells no tokens unless it is asked to.
    fileprivate func expectAccount(in record: JSONValue?) {
        let attempts = record?["attempts"]?.elements ?? []
        judge.expect(attempts.map { $0["model"]?.string } == ["sick", "well"], "the journal names other models")
        judge.expect(attempts.map { $0["outcome"]?.string } == ["failed", "served"], "the journal has other outcomes")
        judge.expect(attempts.map { $0["status"]?.integer } == [503, 200], "the journal has other statuses")
        judge.expect(attempts.first?["failure"]?.string == "status_503", "the journal does not say what failed")
        judge.expect(record?["provider"]?.string == "well", "the journal names another provider")
        judge.expect(record?["lineage"]?.string == "test/well", "the journal names another lineage")
        judge.expect(record?["reported_model"]?.string == model(of: .well), "the journal has another reported model")
        let isUnknown = form.isStream && form.dialect == .chatCompletions
        judge.expect(record?["tokens_in"]?.integer == (isUnknown ? nil : 7), "tokens in are wrong")
        judge.expect(record?["tokens_out"]?.integer == (isUnknown ? nil : 4), "tokens out are wrong")
        let cost = record?["cost"]?.string
        judge.expect(cost == (isUnknown ? nil : "0.000081"), "it cost \(cost ?? "nothing known")")
    }
}
