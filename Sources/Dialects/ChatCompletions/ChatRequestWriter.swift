import Domain
import JSON

/// Writes a request of Chat Completions.
struct ChatRequestWriter {
    /// Structured outputs must have a name; it means nothing to the model.
    static let schemaName = "answer"
    /// What OpenAI takes; it rejects a request with more.
    static let mostStops = 4

    private static let tiers: Set<String> = ["auto", "default", "flex", "scale", "priority", "fast"]

    var losses: LossReport
    var messages: [JSONValue] = []

    init(_ losses: LossReport) {
        self.losses = losses
    }

    mutating func write(
        _ request: ConversationRequest,
        for traits: TargetTraits
    ) throws(Refusal) -> JSONValue {
        guard request.previousResponseID == nil, request.conversationID == nil else {
            try losses.lose(.previousResponse)
            throw Refusal(.untranslatable, "The request builds on a conversation that is kept at another vendor.")
        }
        try write(request.turns)
        let sampling = request.sampling
        return .object(
            ("model", .string(request.model)),
            ("messages", .array(messages)),
            ("tools", try tools(request)),
            ("tool_choice", Self.toolChoice(request)),
            // OpenAI rejects the field where there are no tools, and then it says nothing.
            ("parallel_tool_calls", request.tools.isEmpty ? nil : request.allowsParallelToolCalls.map { .bool($0) }),
            ("response_format", request.format.map(Self.format)),
            ("temperature", sampling.temperature.map { .number($0) }),
            ("top_p", try number(sampling.topP, beside: sampling.topK)),
            ("seed", sampling.seed.map { .number($0) }),
            ("frequency_penalty", sampling.frequencyPenalty.map { .number($0) }),
            ("presence_penalty", sampling.presencePenalty.map { .number($0) }),
            ("logit_bias", sampling.logitBias),
            ("stop", try stop(sampling.stop)),
            ("max_completion_tokens", Self.limit(request.outputLimit, traits)),
            ("reasoning_effort", try effort(request.reasoning)),
            ("verbosity", request.verbosity.map { .string($0) }),
            ("metadata", request.metadata.isEmpty ? nil : Self.metadata(request.metadata)),
            ("user", request.endUser.map { .string($0) }),
            ("prompt_cache_key", request.promptCacheKey.map { .string($0) }),
            ("store", request.store.map { .bool($0) }),
            ("service_tier", try serviceTier(request.serviceTier)),
            ("stream", request.isStream ? .bool(true) : nil),
            // Whatever the caller said: usage must reach the journal, and the writer of the answer knows who asked.
            ("stream_options", request.isStream ? .object(("include_usage", .bool(true))) : nil)
        )
    }

    // MARK: Wishes

    private static func format(_ format: OutputFormat) -> JSONValue {
        switch format {
        case .json: .object(("type", .string("json_object")))
        case .schema(let name, let description, let schema, let strict):
            .object(
                ("type", .string("json_schema")),
                (
                    "json_schema",
                    .object(
                        ("name", .string(name ?? schemaName)),
                        ("description", description.map { .string($0) }),
                        ("schema", schema),
                        ("strict", strict.map { .bool($0) })
                    )
                )
            )
        }
    }

    private mutating func number(_ topP: String?, beside topK: String?) throws(Refusal) -> JSONValue? {
        if topK != nil { try losses.lose(.topK) }
        return topP.map { .number($0) }
    }

    private mutating func stop(_ sequences: [String]) throws(Refusal) -> JSONValue? {
        guard !sequences.isEmpty else { return nil }
        if sequences.count > Self.mostStops { try losses.lose(.stop) }
        return .array(sequences.prefix(Self.mostStops).map { .string($0) })
    }

    /// A model cannot give more than its limit, and OpenAI rejects a request that asks for it.
    private static func limit(_ wanted: String?, _ traits: TargetTraits) -> JSONValue? {
        guard let wanted else { return nil }
        guard let most = traits.outputLimit, let number = Int(wanted), number > most else { return .number(wanted) }
        return .integer(most)
    }

    private mutating func effort(_ wish: ReasoningWish?) throws(Refusal) -> JSONValue? {
        guard let wish else { return nil }
        if wish.summary != nil { try losses.lose(.reasoningSummary) }
        if let effort = wish.effort { return .string(effort) }
        if let budget = wish.budget { return .string(ReasoningWish.effort(forBudget: budget)) }
        // `none` would be the word for it, but models that cannot think reject the field, and most requests that say
        // "off" go to those.
        if wish.mode == .off { try losses.lose(.reasoningEffort) }
        return nil
    }

    private static func metadata(_ labels: [ConversationRequest.Label]) -> JSONValue {
        .object(labels.map { JSONValue.Member($0.name, .string($0.value)) })
    }

    private mutating func serviceTier(_ tier: String?) throws(Refusal) -> JSONValue? {
        switch tier {
        case nil: return nil
        case "standard_only": return .string("default")
        case .some(let tier) where Self.tiers.contains(tier): return .string(tier)
        case .some:
            try losses.lose(.serviceTier)
            return nil
        }
    }

    mutating func lose(_ cache: CacheMark?) throws(Refusal) {
        if cache != nil { try losses.lose(.cacheControl) }
    }
}
