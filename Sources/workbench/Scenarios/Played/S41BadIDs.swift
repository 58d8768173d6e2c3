import Dialects
import Domain
import HoldfastTesting
import JSON

extension Scenario {
    static let s41 = Scenario(
        number: "S41",
        title: "a tenant's bad ids get 404 for ever",
        expected: "the model serves everybody else, nothing is held",
        settings: .with { $0.capabilities = [.sick: "[files]", .well: "[files]"] }
    ) { stage in
        stage.sick.play(
            Script { request in
                // As it looks when the model itself is gone: what the caller named is what is missing.
                (request.message.text.contains(Stage.badID) ? Complaint.modelGone.always : .good(Role.sick.text))
                    .steps(for: request)
            }
        )
        for _ in 1...Stage.many { _ = try? await stage.badCall.send(port: stage.port) }
        let reached = stage.sick.requests.count { $0.request.message.text.contains(Stage.badID) }
        stage.judge.expect(reached > 0, "no such request reached the first choice")
        // Whatever is to come of them has come: a canary, a hold.
        for number in 1...10 {
            let seen = try await stage.ask()
            stage.judge.at("another's request").expectAnswer(seen, by: [.sick], sickAtMost: 1, on: stage)
            if number > 1 { try await Task.sleep(for: .milliseconds(200)) }
        }
        guard let gateway = stage.gateway else { return }
        let recalls = try await gateway.run("recalls", "list", "--all", "--json").json?["recalls"]?.elements
        stage.judge.expect(recalls?.isEmpty == true, "\(recalls?.count ?? -1) recalls stand in the ledger")
    }
}

extension Stage {
    fileprivate static let badID = "resp_nosuchthing"
    fileprivate static let many = 12

    /// It names something of the caller's that the provider does not have.
    fileprivate var badCall: Call {
        var call = call
        let text = String(decoding: call.body, as: UTF8.self)
        let named =
            switch form.dialect {
            case .responses: text.replacing(#""input":"#, with: #""previous_response_id":"\#(Self.badID)","input":"#)
            case .chatCompletions:
                text.replacing(
                    #""hello""#,
                    with: #"[{"type":"file","file":{"file_id":"\#(Self.badID)"}},{"type":"text","text":"hello"}]"#
                )
            case .messages:
                text.replacing(
                    #""hello""#,
                    with:
                        #"[{"type":"document","source":{"type":"file","file_id":"\#(Self.badID)"}},{"type":"text","text":"hello"}]"#
                )
            }
        call.body = Array(named.utf8)
        return call
    }
}
