import Dialects
import Domain
import HoldfastTesting
import JSON

/// Where a scenario plays, once: a sick provider, a substitute, the subject before them, and one dialect.
struct Stage: Sendable {
    let subject: Subject
    let sick: ScriptedProvider
    let well: ScriptedProvider
    let port: Int
    /// nil when the subject is not Holdfast.
    let gateway: GatewayProcess?
    let dialect: Dialect
    let isStream: Bool
    let judge: Judge

    static let sickText = "the first choice says so"
    static let wellText = "the substitute says so"

    /// Sends one request and takes everything down that the three sides saw of it.
    func ask() async throws -> Observation {
        let before = (sick: sick.requests.count, well: well.requests.count)
        let client = try await RawClient.connect(port: port)
        client.post(Call.hello(dialect, stream: isStream).bytes)
        let answer = try? await client.answer()
        let received = client.received
        await client.close()
        return Observation(
            answer: answer,
            bytes: received.bytes,
            isEnded: received.isEnded,
            sick: sick.requests.count - before.sick,
            well: well.requests.count - before.well,
            record: try await record(of: answer)
        )
    }

    private func record(of answer: Message?) async throws -> JSONValue? {
        guard let gateway, let id = answer?["x-request-id"] else { return nil }
        let record: JSONValue = try await eventually("the record of \(id)") {
            let outcome = try await gateway.run("journal", id, "--json")
            return outcome.code == 0 ? outcome.json : nil
        }
        return record
    }

    /// The very bytes that a provider's good answer has.
    func goodBody(_ text: String, of source: String) -> String {
        let model = subject == .holdfast ? GatewaySettings.id(source) : "support"
        let answer = GoodAnswer(text)
        return isStream ? answer.frames(dialect, model: model).joined() : answer.plain(dialect, model: model)
    }
}
