import Domain
import JSON

/// OpenAI's `POST /v1/responses`: a list of items in, a list of items out.
struct Responses: DialectProfile {
    func readRequest(_ body: JSONValue) throws(Refusal) -> ConversationRequest {
        try ResponsesRequestReader.read(body)
    }

    func writeRequest(
        _ request: ConversationRequest,
        for traits: TargetTraits,
        losses: inout LossReport
    ) throws(Refusal) -> JSONValue {
        try ResponsesRequestWriter.write(request, for: traits, losses: &losses)
    }

    func readAnswer(_ body: JSONValue) throws(TranslationFault) -> ConversationAnswer {
        try ResponsesAnswerReader.read(body)
    }

    func writeAnswer(_ answer: ConversationAnswer, _ options: AnswerOptions, losses: inout LossReport) -> JSONValue {
        ResponsesAnswerWriter.write(answer, options, losses: &losses)
    }

    func makeReader() -> any StreamReader { ResponsesStreamReader() }
    func makeWriter(_ options: AnswerOptions) -> any StreamWriter { ResponsesStreamWriter(options) }

    func readError(_ body: JSONValue) -> UpstreamError { OpenAIErrors.read(body) }

    func writeError(_ error: UpstreamError, status: Int, requestID: String) -> JSONValue {
        OpenAIErrors.write(error, status: status, requestID: requestID)
    }
}
