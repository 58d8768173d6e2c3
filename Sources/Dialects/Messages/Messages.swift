import Domain
import JSON

/// Anthropic's `POST /v1/messages`.
///
/// What is written holds for `anthropic-version: 2023-06-01`: the version of 2026-10-21 refuses `temperature`, `top_p` and
/// `top_k`, and is otherwise the same in all that is written here.
struct Messages: DialectProfile {
    var vendor: Vendor { .anthropic }
    var path: String { "/messages" }
    var requestFields: [StaticString] { ["anthropic-beta", "anthropic-version"] }
    /// The version that the translation is written for, whatever else a caller of another dialect sent.
    var translatedFields: StaticString { "anthropic-version: 2023-06-01\r\n" }
    var errorEventName: String? { "error" }
    var trimsPrefill: Bool { true }

    func readRequest(_ body: JSONValue) throws(Refusal) -> ConversationRequest {
        var reader = MessagesRequestReader()
        return try reader.read(body)
    }

    func writeRequest(
        _ request: ConversationRequest,
        for traits: TargetTraits,
        losses: inout LossReport
    ) throws(Refusal) -> JSONValue {
        var writer = MessagesRequestWriter(request, traits, losses)
        defer { losses = writer.losses }
        return try writer.write()
    }

    func makeReader() -> any StreamReader { MessagesStreamReader() }
    func makeWriter(_ options: AnswerOptions) -> any StreamWriter { MessagesStreamWriter(options) }
    func makeRepair(_ options: AnswerOptions) -> any EventRepair { MessagesStreamRepair(options) }
}
