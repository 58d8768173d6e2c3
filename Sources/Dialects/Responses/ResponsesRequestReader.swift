import Domain
import JSON

/// Reads the body of a request, member by member. What is null counts as not said, as the vendor holds it.
struct ResponsesRequestReader {
    private(set) var request: ConversationRequest
    private var instructions: String?
    private var hasInput = false
    private var user: String?
    private var safetyIdentifier: String?

    static func read(_ body: JSONValue) throws(Refusal) -> ConversationRequest {
        var reader = ResponsesRequestReader(request: ConversationRequest(model: body["model"]?.string ?? ""))
        for member in body.members ?? [] where !member.value.isNull { try reader.take(member.key, member.value) }
        return try reader.finished()
    }

    private mutating func take(_ name: String, _ value: JSONValue) throws(Refusal) {
        switch name {
        case "input": try takeInput(value)
        case "instructions": instructions = try RequestValue.text(value, name)
        case "tools": try takeTools(value)
        case "tool_choice": try takeToolChoice(value)
        case "parallel_tool_calls": request.allowsParallelToolCalls = try RequestValue.flag(value, name)
        case "text": try takeText(value)
        case "reasoning": try takeReasoning(value)
        case "metadata": try takeMetadata(value)
        case "max_output_tokens": request.outputLimit = try RequestValue.limit(value, name)
        case "temperature": request.sampling.temperature = try RequestValue.number(value, name)
        case "top_p": request.sampling.topP = try RequestValue.number(value, name)
        case "user": user = try RequestValue.text(value, name)
        case "safety_identifier": safetyIdentifier = try RequestValue.text(value, name)
        case "prompt_cache_key": request.promptCacheKey = try RequestValue.text(value, name)
        case "store": request.store = try RequestValue.flag(value, name)
        case "service_tier":
            let tier = try RequestValue.text(value, name)
            request.serviceTier = tier == "auto" ? nil : tier
        case "previous_response_id": request.previousResponseID = try RequestValue.text(value, name)
        case "conversation": try takeConversation(value)
        case "stream":
            request.isStream = try RequestValue.flag(value, name)
            // A stream of this dialect always tells usage at its end, so its callers count on it.
            request.wantsStreamUsage = request.isStream ? true : nil
        default: try takeFeature(name, value)
        }
    }

    /// What is done at the vendor's beside answering, and what nobody here knows.
    private mutating func takeFeature(_ name: String, _ value: JSONValue) throws(Refusal) {
        switch name {
        // Counts the vendor's own tools only, which are lost for themselves; options of what is told elsewhere.
        case "model", "max_tool_calls", "stream_options", "background_options": break
        case "background": if try RequestValue.flag(value, name) { lose(.vendorFeatures) }
        case "prompt", "moderation": lose(.vendorFeatures)
        case "prompt_cache_retention": lose(.cacheControl)
        case "prompt_cache_options":
            lose(.cacheControl)
            if value["prewarm"]?.bool == true { lose(.vendorFeatures) }
        case "top_logprobs": if value.integer != 0 { lose(.logProbabilities) }
        case "include": try takeInclude(value)
        case "truncation": if try RequestValue.text(value, name) != "disabled" { loseUnknown(name) }
        default: loseUnknown(name)
        }
    }

    /// The details of vendor tools are lost with the tools.
    private mutating func takeInclude(_ value: JSONValue) throws(Refusal) {
        guard let names = value.elements else { throw RequestValue.fault("include", "must be an array of strings") }
        for name in names {
            switch name.string {
            case "message.output_text.logprobs"?: lose(.logProbabilities)
            case "reasoning.encrypted_content"?: lose(.answerReasoningSeal)
            case "message.input_image.image_url"?, "file_search_call.results"?,
                "web_search_call.results"?, "web_search_call.action.sources"?, "computer_call_output.output.image_url"?,
                "code_interpreter_call.outputs"?:
                break
            case nil: throw RequestValue.fault("include", "must be an array of strings")
            default: loseUnknown("include")
            }
        }
    }

    private mutating func takeInput(_ value: JSONValue) throws(Refusal) {
        hasInput = true
        switch value {
        case .string(let text): request.turns.append(Turn(.user, [.text(Part.Text(text))]))
        case .array(let items):
            var reader = ResponsesInputReader()
            for (index, item) in items.enumerated() { try reader.take(item, "input[\(index)]") }
            request.turns.append(contentsOf: reader.turns)
            for field in reader.foreign { lose(field) }
        case .object, .number, .bool, .null: throw RequestValue.fault("input", "must be a string or an array of items")
        }
    }

    private mutating func takeConversation(_ value: JSONValue) throws(Refusal) {
        guard let id = value.string ?? value["id"]?.string else {
            throw RequestValue.fault("conversation", "must be an id or an object with an `id`")
        }
        request.conversationID = id
    }

    private mutating func takeMetadata(_ value: JSONValue) throws(Refusal) {
        guard let members = value.members else { throw RequestValue.fault("metadata", "must be an object of strings") }
        for member in members {
            let text = try RequestValue.text(member.value, "metadata.\(member.key)")
            request.metadata.append(ConversationRequest.Label(name: member.key, value: text))
        }
    }

    private consuming func finished() throws(Refusal) -> ConversationRequest {
        let hasState = request.previousResponseID != nil || request.conversationID != nil
        guard hasInput || hasState || request.foreign.contains(.vendorFeatures) else {
            throw RequestValue.fault("input", "is missing; give a string or an array of items")
        }
        if let instructions { request.turns.insert(Turn(.system, [.text(Part.Text(instructions))]), at: 0) }
        request.endUser = safetyIdentifier ?? user
        // One name of the person can be kept; a second one is a loss.
        if let user, let safetyIdentifier, user != safetyIdentifier { lose(.endUser) }
        return request
    }

    mutating func lose(_ field: ConversationField) {
        if !request.foreign.contains(field) { request.foreign.append(field) }
    }

    mutating func loseUnknown(_ name: String) {
        if !request.unknown.contains(name) { request.unknown.append(name) }
    }

    mutating func change(_ change: (inout ConversationRequest) -> Void) { change(&request) }
}
