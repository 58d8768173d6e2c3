import JSON

/// Anthropic's Messages: a `message`, or its named events.
struct MessagesAnswer: DialectAnswer {
    private let request: RehearsalRequest
    private let speech: Speech
    private let digest: RequestDigest

    init(_ request: RehearsalRequest, _ speech: Speech, _ digest: RequestDigest) {
        self.request = request
        self.speech = speech
        self.digest = digest
    }

    var body: JSONValue {
        message(content: content, stopReason: .string(stopReason), outputTokens: speech.outputTokens)
    }

    private func message(content: [JSONValue], stopReason: JSONValue, outputTokens: Int) -> JSONValue {
        .object(
            ("id", .string(digest.identifier("msg_", 1))),
            ("type", .string("message")),
            ("role", .string("assistant")),
            ("model", .string(request.reportedModel)),
            ("content", .array(content)),
            ("stop_reason", stopReason),
            ("stop_sequence", .null),
            (
                "usage",
                .object(
                    ("input_tokens", .integer(request.inputTokens)),
                    ("cache_creation_input_tokens", .integer(0)),
                    ("cache_read_input_tokens", .integer(0)),
                    ("output_tokens", .integer(outputTokens)),
                    ("service_tier", .string("standard"))
                )
            )
        )
    }

    private var content: [JSONValue] {
        switch speech {
        // The vendor gives no empty text block: silence is a message without content.
        case .text(let pieces, _): pieces.isEmpty ? [] : [text(pieces.joined())]
        case .calls(let calls):
            calls.enumerated().map { index, call in
                toolUse(call, index, input: (try? JSONValue(parsing: Array(call.arguments.utf8))) ?? .object([]))
            }
        }
    }

    private func text(_ text: String) -> JSONValue {
        .object(("type", .string("text")), ("text", .string(text)))
    }

    private func toolUse(_ call: Speech.Call, _ index: Int, input: JSONValue) -> JSONValue {
        .object(
            ("type", .string("tool_use")),
            ("id", .string(digest.identifier("toolu_", 2 + UInt64(index)))),
            ("name", .string(call.name)),
            ("input", input)
        )
    }

    private var stopReason: String {
        switch speech {
        case .text(_, isCutShort: true): "max_tokens"
        case .text(_, isCutShort: false): "end_turn"
        case .calls: "tool_use"
        }
    }

    // MARK: As a stream

    var frames: [RehearsalReply.Frame] {
        var frames: [RehearsalReply.Frame] = []
        // The vendor counts the role it has said as one token.
        frames.append(event("message_start", ("message", message(content: [], stopReason: .null, outputTokens: 1))))
        switch speech {
        case .text(let pieces, _):
            if !pieces.isEmpty { frames += block(0, opening: text(""), "text_delta", "text", pieces) }
        case .calls(let calls):
            for (index, call) in calls.enumerated() {
                let opening = toolUse(call, index, input: .object([]))
                frames += block(index, opening: opening, "input_json_delta", "partial_json", [""] + call.pieces)
            }
        }
        frames.append(
            event(
                "message_delta",
                ("delta", .object(("stop_reason", .string(stopReason)), ("stop_sequence", .null))),
                ("usage", .object(("output_tokens", .integer(speech.outputTokens))))
            )
        )
        frames.append(event("message_stop"))
        return frames
    }

    private func block(
        _ index: Int,
        opening: JSONValue,
        _ deltaType: String,
        _ key: String,
        _ pieces: [String]
    ) -> [RehearsalReply.Frame] {
        let place = ("index", JSONValue.integer(index))
        var frames = [event("content_block_start", place, ("content_block", opening))]
        if index == 0 { frames.append(event("ping")) }
        for piece in pieces {
            let delta = JSONValue.object(("type", .string(deltaType)), (key, .string(piece)))
            frames.append(event("content_block_delta", place, ("delta", delta), isContent: !piece.isEmpty))
        }
        frames.append(event("content_block_stop", place))
        return frames
    }

    private func event(_ type: String, _ members: (String, JSONValue)..., isContent: Bool = false)
        -> RehearsalReply.Frame
    {
        let data = JSONValue.object([.init("type", .string(type))] + members.map { JSONValue.Member($0.0, $0.1) })
        return .init(event: type, data, isContent: isContent)
    }
}
