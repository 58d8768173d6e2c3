import Domain
import JSON

/// Writes the body of a request.
enum ResponsesRequestWriter {
    /// The vendor refuses a smaller `max_output_tokens`.
    static let smallestOutputLimit = 16
    /// A schema must have a name.
    static let schemaName = "answer"

    static func write(
        _ request: ConversationRequest,
        for traits: TargetTraits,
        losses: inout LossReport
    ) throws(Refusal) -> JSONValue {
        try loseWhatHasNoPlace(request, &losses)
        var input = ResponsesInputWriter()
        var turns = request.turns[...]
        var instructions: JSONValue?
        // Instructions go before all items, so this place keeps order and meaning of such a turn, and is the usual one.
        if let first = turns.first, first.role == .system, first.name == nil, first.parts.count == 1,
            case .text(let text) = first.parts[0]
        {
            instructions = .string(text.text)
            if text.cache != nil { try losses.lose(.cacheControl) }
            turns.removeFirst()
        }
        for turn in turns { try input.write(turn, &losses) }
        return .object(
            ("model", .string(request.model)),
            ("instructions", instructions),
            ("input", .array(input.items)),
            ("tools", request.tools.isEmpty ? nil : .array(request.tools.map(ResponsesSettings.tool))),
            ("tool_choice", toolChoice(request)),
            ("parallel_tool_calls", request.allowsParallelToolCalls.map { .bool($0) }),
            ("text", text(request)),
            ("reasoning", try reasoning(request, &losses)),
            ("max_output_tokens", try outputLimit(request, traits, &losses)),
            ("temperature", request.sampling.temperature.map { .number($0) }),
            ("top_p", request.sampling.topP.map { .number($0) }),
            ("metadata", metadata(request)),
            ("safety_identifier", request.endUser.map { .string($0) }),
            ("prompt_cache_key", request.promptCacheKey.map { .string($0) }),
            ("service_tier", request.serviceTier.map { .string($0 == "standard_only" ? "default" : $0) }),
            ("store", .bool(request.store ?? false)),
            ("previous_response_id", request.previousResponseID.map { .string($0) }),
            ("conversation", request.conversationID.map { .string($0) }),
            ("stream", request.isStream ? .bool(true) : nil)
        )
    }

    private static func loseWhatHasNoPlace(
        _ request: ConversationRequest,
        _ losses: inout LossReport
    ) throws(Refusal) {
        let sampling = request.sampling
        if !sampling.stop.isEmpty { try losses.lose(.stop) }
        if sampling.topK != nil { try losses.lose(.topK) }
        if sampling.seed != nil { try losses.lose(.seed) }
        if sampling.frequencyPenalty != nil || sampling.presencePenalty != nil { try losses.lose(.penalties) }
        if sampling.logitBias != nil { try losses.lose(.logitBias) }
        if request.tools.contains(where: { $0.cache != nil }) { try losses.lose(.cacheControl) }
        if let last = request.turns.last, last.role == .assistant, beginsAnswer(last) { try losses.lose(.prefill) }
    }

    /// Words at the very end; calls there wait for their results instead.
    private static func beginsAnswer(_ turn: Turn) -> Bool {
        if case .text? = turn.parts.last { true } else { false }
    }

    /// Without tools the words that allow not to call any say nothing, and the vendor refuses to hear them.
    private static func toolChoice(_ request: ConversationRequest) -> JSONValue? {
        switch request.toolChoice {
        case .auto? where request.tools.isEmpty, ToolChoice.none? where request.tools.isEmpty: nil
        case nil: nil
        case let choice?: ResponsesSettings.toolChoice(choice, request.tools)
        }
    }

    private static func text(_ request: ConversationRequest) -> JSONValue? {
        guard request.format != nil || request.verbosity != nil else { return nil }
        return .object(
            ("format", request.format.map(ResponsesSettings.format)),
            ("verbosity", request.verbosity.map { .string($0) })
        )
    }

    /// Models that do not reason refuse any effort, so that a caller who merely keeps reasoning off says nothing.
    private static func reasoning(
        _ request: ConversationRequest,
        _ losses: inout LossReport
    ) throws(Refusal) -> JSONValue? {
        guard let wish = request.reasoning else { return nil }
        let effort = wish.effort ?? (wish.mode == .off ? nil : wish.budget.map(ReasoningWish.effort(forBudget:)))
        if wish.mode == .off, effort == nil { try losses.lose(.reasoningEffort) }
        guard effort != nil || wish.summary != nil else { return nil }
        return .object(
            ("effort", effort.map { .string($0) }),
            ("summary", wish.summary.map { .string($0) })
        )
    }

    private static func outputLimit(
        _ request: ConversationRequest,
        _ traits: TargetTraits,
        _ losses: inout LossReport
    ) throws(Refusal) -> JSONValue? {
        guard let text = request.outputLimit else { return nil }
        guard let limit = Int(text) else { return .number(text) }
        guard limit >= smallestOutputLimit else {
            try losses.lose(.outputLimit)
            return .integer(smallestOutputLimit)
        }
        guard let most = traits.outputLimit, most < limit else { return .number(text) }
        return .integer(most)
    }

    private static func metadata(_ request: ConversationRequest) -> JSONValue? {
        request.metadata.isEmpty
            ? nil : .object(request.metadata.map { JSONValue.Member($0.name, .string($0.value)) })
    }
}
