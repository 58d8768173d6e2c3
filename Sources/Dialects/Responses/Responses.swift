import Domain
import JSON

/// OpenAI's `POST /v1/responses`: a list of items in, a list of items out.
struct Responses: DialectProfile {
    var vendor: Vendor { .openAI }
    var path: String { "/responses" }
    var requestFields: [StaticString] { ["openai-beta"] }
    var answerFields: [StaticString] { ["openai-processing-ms"] }
    var doneMark: DoneMark { .ignored }
    var keepsAnswers: Bool { true }
    var errorEventName: String? { "error" }

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
    func makeRepair(_ options: AnswerOptions) -> any EventRepair { ResponsesStreamRepair(options) }

    func innerError(in answer: JSONValue) -> UpstreamError? {
        answer["status"]?.string == "failed" ? UpstreamError() : nil
    }

    func errorEvent(for refusal: Refusal, _ marks: ErrorMarks) -> JSONValue {
        errorEvent(code: refusal.code.rawValue, message: refusal.message, parameter: nil, marks)
    }

    func errorEvent(for error: UpstreamError, _ refusal: Refusal, _ marks: ErrorMarks) -> JSONValue {
        // The event has no place for a type of error: where there is no code it tells more than ours.
        let code = error.code ?? error.type ?? refusal.code.rawValue
        return errorEvent(code: code, message: error.message, parameter: error.parameter, marks)
    }

    private func errorEvent(code: String, message: String?, parameter: String?, _ marks: ErrorMarks) -> JSONValue {
        .object(
            ("type", .string("error")),
            ("code", .string(code)),
            ("message", message.map { .string($0) }),
            ("param", parameter.map { .string($0) } ?? .null),
            ("sequence_number", .integer(marks.sequenceNumber)),
            ("request_id", .string(marks.requestID)),
            ("upstream_request_id", marks.upstreamRequestID.map { .string($0) })
        )
    }

    func readError(_ body: JSONValue) -> UpstreamError { OpenAIErrors.read(body) }

    func writeError(_ error: UpstreamError, status: Int, requestID: String) -> JSONValue {
        OpenAIErrors.write(error, status: status, requestID: requestID)
    }
}
