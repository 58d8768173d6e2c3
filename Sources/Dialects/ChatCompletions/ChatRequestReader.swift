import Domain
import JSON

/// Reads a request of Chat Completions.
struct ChatRequestReader {
    var request: ConversationRequest

    static func read(_ body: JSONValue) throws(Refusal) -> ConversationRequest {
        let object = try RequestObject(body, at: "")
        var reader = ChatRequestReader(request: ConversationRequest(model: try object.requiredString("model")))
        guard let messages = try object.elements("messages") else {
            throw RequestObject.fault("messages", "an array of messages")
        }
        try reader.readTurns(messages)
        for member in body.members ?? [] where !member.value.isNull {
            try reader.read(member.key, object)
        }
        return reader.request
    }

    private mutating func read(_ key: String, _ body: RequestObject) throws(Refusal) {
        switch key {
        case "model", "messages": break
        case "tools": try readTools(body)
        case "tool_choice": try readToolChoice(body)
        case "parallel_tool_calls": request.allowsParallelToolCalls = try body.bool(key)
        case "response_format": try readFormat(body)
        case "temperature": request.sampling.temperature = try body.number(key)
        case "top_p": request.sampling.topP = try body.number(key)
        case "top_k": request.sampling.topK = try body.number(key)
        case "seed": request.sampling.seed = try body.number(key)
        case "frequency_penalty": request.sampling.frequencyPenalty = try penalty(key, body)
        case "presence_penalty": request.sampling.presencePenalty = try penalty(key, body)
        case "logit_bias":
            let bias = try body.requiredObject(key).value
            request.sampling.logitBias = bias == .object([]) ? nil : bias
        case "stop": try readStop(body)
        case "max_completion_tokens": request.outputLimit = try RequestValue.limit(body.value[key], key)
        case "max_tokens":
            let limit = try RequestValue.limit(body.value[key], key)
            // The older name; both together mean the newer one.
            if body["max_completion_tokens"] == nil { request.outputLimit = limit }
        case "reasoning_effort": try readEffort(body)
        case "verbosity": request.verbosity = try body.string(key)
        case "stream": request.isStream = try body.bool(key) ?? false
        case "stream_options": try readStreamOptions(body)
        case "metadata": try readMetadata(body)
        case "safety_identifier": request.endUser = try body.string(key)
        case "user": try readUser(body)
        case "prompt_cache_key": request.promptCacheKey = try body.string(key)
        case "store": request.store = try body.bool(key)
        case "service_tier":
            // What a request without the field gets.
            if let tier = try body.string(key), tier != "auto" { request.serviceTier = tier }
        default: try readForeign(key, body)
        }
    }

    /// Fields whose value no other dialect could honour; their defaults ask for nothing.
    private mutating func readForeign(_ key: String, _ body: RequestObject) throws(Refusal) {
        switch key {
        case "logprobs": if try body.bool(key) == true { loses(.logProbabilities) }
        case "top_logprobs": if Double(try body.number(key) ?? "0") != 0 { loses(.logProbabilities) }
        case "n": if Double(try body.number(key) ?? "1") != 1 { loses(.choices) }
        case "modalities":
            if let kinds = try body.elements(key), kinds.contains(where: { $0.string != "text" }) {
                loses(.audioOutput)
            }
        case "audio": loses(.audioOutput)
        case "web_search_options", "moderation": loses(.vendorFeatures)
        // The answer would come back as tool calls, which a caller this old does not read.
        case "functions": if try body.elements(key)?.isEmpty == false { loses(.vendorTools) }
        case "function_call": if body[key]?.string == nil { loses(.vendorTools) }
        // `prediction` too: it makes an answer faster and no other.
        default: request.unknown.append(key)
        }
    }

    mutating func loses(_ field: ConversationField) {
        if !request.foreign.contains(field) { request.foreign.append(field) }
    }

    /// nil for 0, which is what everyone has who says nothing.
    private func penalty(_ key: String, _ body: RequestObject) throws(Refusal) -> String? {
        guard let text = try body.number(key), Double(text) != 0 else { return nil }
        return text
    }

    private mutating func readStop(_ body: RequestObject) throws(Refusal) {
        if let one = body["stop"]?.string {
            request.sampling.stop = [one]
            return
        }
        guard let elements = body["stop"]?.elements else {
            throw RequestObject.fault("stop", "a string or an array of them")
        }
        for (index, element) in elements.enumerated() {
            guard let text = element.string else { throw RequestObject.fault("stop[\(index)]", "a string") }
            request.sampling.stop.append(text)
        }
    }

    private mutating func readEffort(_ body: RequestObject) throws(Refusal) {
        var wish = ReasoningWish()
        wish.effort = try body.string("reasoning_effort")
        if wish.effort == "none" { wish.mode = .off }
        request.reasoning = wish
    }

    private mutating func readStreamOptions(_ body: RequestObject) throws(Refusal) {
        let options = try body.requiredObject("stream_options")
        request.wantsStreamUsage = try options.bool("include_usage")
        for member in options.value.members ?? [] where !["include_usage", "include_obfuscation"].contains(member.key) {
            request.unknown.append(member.key)
        }
        if try options.bool("include_obfuscation") == true { request.unknown.append("include_obfuscation") }
    }

    private mutating func readMetadata(_ body: RequestObject) throws(Refusal) {
        let metadata = try body.requiredObject("metadata")
        for member in metadata.value.members ?? [] where !member.value.isNull {
            request.metadata.append(.init(name: member.key, value: try metadata.requiredString(member.key)))
        }
    }

    /// `user` is the older name of `safety_identifier`; where they differ the newer one is meant.
    private mutating func readUser(_ body: RequestObject) throws(Refusal) {
        let (newer, older) = (try body.string("safety_identifier"), try body.string("user"))
        request.endUser = newer ?? older
        if let newer, newer != older { request.unknown.append("user") }
    }
}
