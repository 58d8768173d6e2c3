import JSON

/// OpenAI's Chat Completions: a `chat.completion`, or chunks and `[DONE]`.
struct ChatCompletionsAnswer: DialectAnswer {
    private let request: RehearsalRequest
    private let speech: Speech
    private let digest: RequestDigest
    private let created: Int

    init(_ request: RehearsalRequest, _ speech: Speech, _ digest: RequestDigest, _ created: Int) {
        self.request = request
        self.speech = speech
        self.digest = digest
        self.created = created
    }

    // MARK: At once

    var body: JSONValue {
        .object(
            ("id", .string(id)),
            ("object", .string("chat.completion")),
            ("created", .integer(created)),
            ("model", .string(request.reportedModel)),
            (
                "choices",
                .array([
                    .object(
                        ("index", .integer(0)),
                        ("message", message),
                        ("logprobs", .null),
                        ("finish_reason", .string(finishReason))
                    )
                ])
            ),
            ("usage", usage),
            ("service_tier", .string("default")),
            ("system_fingerprint", .string(RehearsalModel.fingerprint))
        )
    }

    private var message: JSONValue {
        switch speech {
        case .text(let pieces, _):
            .object(
                ("role", .string("assistant")),
                ("content", .string(pieces.joined())),
                ("refusal", .null),
                ("annotations", .array([]))
            )
        case .calls(let calls):
            .object(
                ("role", .string("assistant")),
                ("content", .null),
                (
                    "tool_calls",
                    .array(
                        calls.enumerated().map { index, call in
                            .object(
                                ("id", .string(callID(index))),
                                ("type", .string("function")),
                                (
                                    "function",
                                    .object(("name", .string(call.name)), ("arguments", .string(call.arguments)))
                                )
                            )
                        }
                    )
                ),
                ("refusal", .null),
                ("annotations", .array([]))
            )
        }
    }

    // MARK: As a stream

    var frames: [RehearsalReply.Frame] {
        var frames: [RehearsalReply.Frame] = []
        switch speech {
        case .text(let pieces, _):
            frames.append(
                chunk(.object(("role", .string("assistant")), ("content", .string("")), ("refusal", .null)))
            )
            for piece in pieces { frames.append(chunk(.object(("content", .string(piece))), isContent: true)) }
        case .calls(let calls):
            for (index, call) in calls.enumerated() { frames += self.frames(of: call, index) }
        }
        frames.append(chunk(.object([]), finish: finishReason))
        if request.includesStreamUsage { frames.append(chunk(choices: [], usage: usage)) }
        frames.append(.init(bytes: Array("data: [DONE]\n\n".utf8), isContent: false))
        return frames
    }

    private func frames(of call: Speech.Call, _ index: Int) -> [RehearsalReply.Frame] {
        func delta(_ function: JSONValue, isFirst: Bool) -> JSONValue {
            .object(
                (
                    "tool_calls",
                    .array([
                        .object(
                            ("index", .integer(index)),
                            ("id", isFirst ? .string(callID(index)) : nil),
                            ("type", isFirst ? .string("function") : nil),
                            ("function", function)
                        )
                    ])
                )
            )
        }
        var opening = delta(.object(("name", .string(call.name)), ("arguments", .string(""))), isFirst: true)
        if index == 0, case .object(let members) = opening {
            opening = .object([.init("role", .string("assistant")), .init("content", .null)] + members)
        }
        return [chunk(opening, isContent: true)]
            + call.pieces.map {
                chunk(delta(.object(("arguments", .string($0))), isFirst: false), isContent: true)
            }
    }

    private func chunk(_ delta: JSONValue, finish: String? = nil, isContent: Bool = false) -> RehearsalReply.Frame {
        let choice = JSONValue.object(
            ("index", .integer(0)),
            ("delta", delta),
            ("logprobs", .null),
            ("finish_reason", finish.map { .string($0) } ?? .null)
        )
        return chunk(choices: [choice], usage: .null, isContent: isContent)
    }

    private func chunk(choices: [JSONValue], usage: JSONValue, isContent: Bool = false) -> RehearsalReply.Frame {
        .init(
            .object(
                ("id", .string(id)),
                ("object", .string("chat.completion.chunk")),
                ("created", .integer(created)),
                ("model", .string(request.reportedModel)),
                ("service_tier", .string("default")),
                ("system_fingerprint", .string(RehearsalModel.fingerprint)),
                ("choices", .array(choices)),
                // Without the caller's wish the key is absent; with it, null until the last chunk.
                ("usage", request.includesStreamUsage ? usage : nil)
            ),
            isContent: isContent
        )
    }

    // MARK: Both

    private var id: String { digest.identifier("chatcmpl-", 1) }

    private func callID(_ index: Int) -> String { digest.identifier("call_", 2 + UInt64(index)) }

    private var finishReason: String {
        switch speech {
        case .text(_, isCutShort: true): "length"
        case .text(_, isCutShort: false): "stop"
        case .calls: "tool_calls"
        }
    }

    private var usage: JSONValue {
        .object(
            ("prompt_tokens", .integer(request.inputTokens)),
            ("completion_tokens", .integer(speech.outputTokens)),
            ("total_tokens", .integer(request.inputTokens + speech.outputTokens)),
            ("prompt_tokens_details", .object(("cached_tokens", .integer(0)), ("audio_tokens", .integer(0)))),
            (
                "completion_tokens_details",
                .object(
                    ("reasoning_tokens", .integer(0)),
                    ("audio_tokens", .integer(0)),
                    ("accepted_prediction_tokens", .integer(0)),
                    ("rejected_prediction_tokens", .integer(0))
                )
            )
        )
    }
}
