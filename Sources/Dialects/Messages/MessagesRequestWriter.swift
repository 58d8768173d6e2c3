import Domain
import JSON

/// Writes a request of Messages, by the rules that its vendor checks: the caller did not know them.
struct MessagesRequestWriter {
    let request: ConversationRequest
    let traits: TargetTraits
    let generation: ClaudeGeneration
    var losses: LossReport
    /// Marks that are still to be left out, so that as many remain as the vendor takes.
    var surplusMarks = 0

    /// Tokens, where neither caller nor settings name a limit and the dialect wants one: what every model of the vendor's
    /// since Claude 3 can write.
    static let defaultOutputLimit = 4096
    /// The vendor refuses more in one request.
    static let mostCacheMarks = 4

    init(_ request: ConversationRequest, _ traits: TargetTraits, _ losses: LossReport) {
        self.request = request
        self.traits = traits
        self.losses = losses
        generation = ClaudeGeneration(model: request.model)
    }

    mutating func write() throws(Refusal) -> JSONValue {
        try refuseWhatHasNoPlace()
        let thinking = try decideThinking()
        try countCacheMarks()
        // In the order in which the vendor lays out its cache: the first marks cover the least and go first.
        let tools = try writeTools()
        let turns = try writeTurns()
        var output: [JSONValue.Member] = []
        if let effort = thinking.effort { output.append(JSONValue.Member("effort", .string(effort))) }
        if let format = try writeFormat() { output.append(JSONValue.Member("format", format)) }
        let drawing = try writeSampling(isThinking: thinking.isOn)
        let stop = try writeStop()
        return .object(
            ("model", .string(request.model)),
            ("max_tokens", .integer(thinking.outputLimit)),
            ("system", turns.system.isEmpty ? nil : .array(turns.system)),
            ("messages", .array(turns.messages)),
            ("tools", tools.isEmpty ? nil : .array(tools)),
            ("tool_choice", writeToolChoice()),
            ("thinking", thinking.member),
            ("output_config", output.isEmpty ? nil : .object(output)),
            ("temperature", drawing.temperature.map { .number($0) }),
            ("top_p", drawing.topP.map { .number($0) }),
            ("top_k", drawing.topK.map { .number($0) }),
            ("stop_sequences", stop.isEmpty ? nil : .array(stop.map { .string($0) })),
            ("metadata", request.endUser.map { .object(("user_id", .string($0))) }),
            ("service_tier", try writeServiceTier().map { .string($0) }),
            ("stream", request.isStream ? .bool(true) : nil)
        )
    }

    private mutating func refuseWhatHasNoPlace() throws(Refusal) {
        if request.previousResponseID != nil || request.conversationID != nil { try losses.lose(.previousResponse) }
        if let verbosity = request.verbosity, verbosity != "medium" { try losses.lose(.verbosity) }
        if !request.metadata.isEmpty { try losses.lose(.metadata) }
        if request.promptCacheKey != nil { try losses.lose(.promptCacheKey) }
        if request.store == true { try losses.lose(.store) }
    }

    private mutating func writeServiceTier() throws(Refusal) -> String? {
        switch request.serviceTier {
        case nil: return nil
        case "auto": return "auto"
        case "default", "standard_only": return "standard_only"
        default:
            try losses.lose(.serviceTier)
            return nil
        }
    }

    /// Nothing or white space alone, which the vendor refuses as text.
    static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    /// A whole number however it is written.
    static func whole(_ text: String?) -> Int? {
        guard let text else { return nil }
        guard let number = Double(text) else { return nil }
        return Int(text) ?? (number >= 0x1p63 ? .max : Int(exactly: number))
    }
}
