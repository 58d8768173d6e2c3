import JSON

/// OpenAI's Responses: a `response` object. Its stream stands in `ResponsesStream`.
struct ResponsesAnswer: DialectAnswer {
    enum State: String {
        case inProgress = "in_progress"
        case completed
        case incomplete
    }

    let request: RehearsalRequest
    let speech: Speech
    private let digest: RequestDigest
    private let created: Int

    init(_ request: RehearsalRequest, _ speech: Speech, _ digest: RequestDigest, _ created: Int) {
        self.request = request
        self.speech = speech
        self.digest = digest
        self.created = created
    }

    var body: JSONValue { response(end, output: items) }

    var frames: [RehearsalReply.Frame] { ResponsesStream.frames(of: self) }

    /// How it ends.
    var end: State {
        switch speech {
        case .text(_, isCutShort: true): .incomplete
        case .text(_, isCutShort: false), .calls: .completed
        }
    }

    // MARK: Items

    var items: [JSONValue] {
        switch speech {
        case .text(let pieces, _): [message(end, content: [part(pieces.joined())])]
        case .calls(let calls): calls.enumerated().map { call($1, $0, .completed, arguments: $1.arguments) }
        }
    }

    func message(_ state: State, content: [JSONValue]) -> JSONValue {
        .object(
            ("id", .string(itemID(0))),
            ("type", .string("message")),
            ("status", .string(state.rawValue)),
            ("role", .string("assistant")),
            ("content", .array(content))
        )
    }

    func part(_ text: String) -> JSONValue {
        .object(
            ("type", .string("output_text")),
            ("text", .string(text)),
            ("annotations", .array([])),
            ("logprobs", .array([]))
        )
    }

    func call(_ call: Speech.Call, _ index: Int, _ state: State, arguments: String) -> JSONValue {
        .object(
            ("id", .string(itemID(index))),
            ("type", .string("function_call")),
            ("status", .string(state.rawValue)),
            ("call_id", .string(digest.identifier("call_", 1000 + UInt64(index)))),
            ("name", .string(call.name)),
            ("arguments", .string(arguments))
        )
    }

    func itemID(_ index: Int) -> String {
        switch speech {
        case .text: digest.identifier("msg_", 2)
        case .calls: digest.identifier("fc_", 2 + UInt64(index))
        }
    }

    // MARK: The object around them

    func response(_ state: State, output: [JSONValue]) -> JSONValue {
        let fields = request.fields
        return .object(
            ("id", .string(digest.identifier("resp_", 1))),
            ("object", .string("response")),
            ("created_at", .integer(created)),
            ("status", .string(state.rawValue)),
            ("background", .bool(false)),
            ("completed_at", state == .completed ? .integer(created) : .null),
            ("error", .null),
            (
                "incomplete_details",
                state == .incomplete ? .object(("reason", .string("max_output_tokens"))) : .null
            ),
            ("instructions", fields["instructions"] ?? .null),
            ("max_output_tokens", fields["max_output_tokens"] ?? .null),
            ("model", .string(request.reportedModel)),
            ("output", .array(output)),
            ("parallel_tool_calls", .bool(request.mayCallSeveral)),
            ("previous_response_id", fields["previous_response_id"] ?? .null),
            ("reasoning", fields["reasoning"] ?? .object(("effort", .null), ("summary", .null))),
            ("service_tier", .string("default")),
            ("store", fields["store"] ?? .bool(true)),
            ("temperature", fields["temperature"] ?? .integer(1)),
            ("text", fields["text"] ?? .object(("format", .object(("type", .string("text")))))),
            ("tool_choice", fields["tool_choice"] ?? .string("auto")),
            ("tools", fields["tools"] ?? .array([])),
            ("top_p", fields["top_p"] ?? .integer(1)),
            ("truncation", fields["truncation"] ?? .string("disabled")),
            ("usage", state == .inProgress ? .null : usage),
            ("user", fields["user"] ?? .null),
            ("metadata", fields["metadata"] ?? .object([]))
        )
    }

    private var usage: JSONValue {
        .object(
            ("input_tokens", .integer(request.inputTokens)),
            (
                "input_tokens_details",
                .object(("cached_tokens", .integer(0)), ("cache_write_tokens", .integer(0)))
            ),
            ("output_tokens", .integer(speech.outputTokens)),
            ("output_tokens_details", .object(("reasoning_tokens", .integer(0)))),
            ("total_tokens", .integer(request.inputTokens + speech.outputTokens))
        )
    }
}
