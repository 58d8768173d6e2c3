import Dialects
import Domain
import HoldfastTesting
import JSON

/// Where a scenario plays, once: three providers, the subject before them, and one form of request.
struct Stage: Sendable {
    let subject: Subject
    let sick: ScriptedProvider
    let well: ScriptedProvider
    let third: ScriptedProvider
    /// Who is on the route.
    let cast: [Role]
    /// The gateway writes streams anew even where they stay in their dialect: words are compared, not frames.
    var isWritten = false
    var port: Int
    /// nil when the subject is not Holdfast.
    var gateway: GatewayProcess?
    /// What the gateway was started with, to start it again; empty when the subject is not Holdfast.
    var document = GatewaySettings([])
    /// That the gateway and its commands see; nil: the machine's.
    var clock: ShiftedClock?
    /// For a script that is to wait.
    let gate = Gate()
    var form: Form
    let judge: Judge

    /// What a person may wait for before they give up, and far beyond every shortened clock: who has nothing by then
    /// waited for the sick one's silence.
    static let patience = Duration.seconds(10)

    func provider(_ role: Role) -> ScriptedProvider {
        switch role {
        case .sick: sick
        case .well: well
        case .third: third
        }
    }

    // MARK: Asking

    var call: Call { Call.hello(form.dialect, stream: form.isStream) }

    func call(saying words: String) -> Call {
        var call = call
        let text = String(decoding: call.body, as: UTF8.self)
        call.body = Array(text.replacing(#""hello""#, with: #""\#(words)""#).utf8)
        return call
    }

    /// Sends one request and takes everything down that the three sides saw of it. One at a time: the providers' new
    /// requests are taken for this one's.
    func ask(_ call: Call? = nil) async throws -> Observation {
        let before = counts
        let began = ContinuousClock.now
        let client = try await RawClient.connect(port: port)
        client.post((call ?? self.call).bytes)
        var seen = Observation()
        seen.answer = try? await client.answer(within: Self.patience)
        // An answer that is not whole can still be one that goes on: the connection's end tells.
        seen.took = .now - began
        seen.bytes = client.received.bytes
        seen.isEnded = client.received.isEnded
        if seen.answer == nil { seen.answer = client.received.finals.first }
        await client.close()
        seen.record = try await record(of: seen.answer)
        seen.entries = entries(since: before)
        return seen
    }

    var counts: [Role: Int] {
        Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, provider($0).requests.count) })
    }

    /// Without the subject's own canaries and probes, which no client asked for and no journal has.
    func entries(since before: [Role: Int]) -> [Role: [ProviderLog.Entry]] {
        Dictionary(
            uniqueKeysWithValues: Role.allCases.map { role in
                let new = provider(role).requests.dropFirst(before[role] ?? 0)
                return (role, new.filter { !$0.request.message.text.contains(Self.greeting) })
            }
        )
    }

    /// What Holdfast says when it asks for itself.
    private static let greeting = "Say hello in one word."

    func record(of answer: Message?) async throws -> JSONValue? {
        guard let gateway, let id = answer?["x-request-id"] else { return nil }
        let record: JSONValue = try await eventually("the record of \(id)") {
            let outcome = try await gateway.run("journal", id, "--json")
            return outcome.code == 0 ? outcome.json : nil
        }
        return record
    }

    // MARK: Good answers

    /// What a provider finds in `model`.
    func model(of role: Role) -> String { subject == .holdfast ? GatewaySettings.id(role.rawValue) : "support" }

    /// The very bytes that a provider's good answer has.
    func goodBody(of role: Role) -> String {
        let answer = GoodAnswer(role.text)
        let model = model(of: role)
        return form.isStream
            ? answer.frames(form.upstream, model: model).joined() : answer.plain(form.upstream, model: model)
    }
}
