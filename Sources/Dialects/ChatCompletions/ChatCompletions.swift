import Domain
import JSON

/// OpenAI's `POST /v1/chat/completions`, and what the many servers that imitate it have made of it.
///
/// Written as OpenAI documents it; read with the habits of the imitators in mind (`reasoning_content`, calls without
/// an index, `stop` where `tool_calls` is meant).
struct ChatCompletions: DialectProfile {
    var vendor: Vendor { .openAI }
    var path: String { "/chat/completions" }
    var requestFields: [StaticString] { ["openai-beta"] }
    var answerFields: [StaticString] { ["openai-processing-ms"] }
    var doneMark: DoneMark { .ends }
    var tellsUsageOnRequest: Bool { true }

    func readRequest(_ body: JSONValue) throws(Refusal) -> ConversationRequest {
        try ChatRequestReader.read(body)
    }

    func writeRequest(
        _ request: ConversationRequest,
        for traits: TargetTraits,
        losses: inout LossReport
    ) throws(Refusal) -> JSONValue {
        var writer = ChatRequestWriter(losses)
        defer { losses = writer.losses }
        return try writer.write(request, for: traits)
    }

    func readAnswer(_ body: JSONValue) throws(TranslationFault) -> ConversationAnswer {
        try ChatAnswerReader.read(body)
    }

    func writeAnswer(_ answer: ConversationAnswer, _ options: AnswerOptions, losses: inout LossReport) -> JSONValue {
        ChatAnswerWriter.write(answer, options, losses: &losses)
    }

    func makeReader() -> any StreamReader { ChatStreamReader() }
    func makeWriter(_ options: AnswerOptions) -> any StreamWriter { ChatStreamWriter(options) }
    func makeRepair(_ options: AnswerOptions) -> any EventRepair { ChatStreamRepair(options) }

    /// Gateways tell it in the choice.
    func innerError(in answer: JSONValue) -> UpstreamError? {
        guard let choice = answer["choices"]?.elements?.first, let error = choice["error"], !error.isNull else {
            return nil
        }
        return readError(choice)
    }

    func readError(_ body: JSONValue) -> UpstreamError { OpenAIErrors.read(body) }

    func writeError(_ error: UpstreamError, status: Int, requestID: String) -> JSONValue {
        OpenAIErrors.write(error, status: status, requestID: requestID)
    }
}
