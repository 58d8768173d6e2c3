import Domain
import JSON

/// Reads a request of Messages. What only the vendor could honour is named in `foreign`, never passed over.
struct MessagesRequestReader {
    var request = ConversationRequest(model: "")

    mutating func read(_ body: JSONValue) throws(Refusal) -> ConversationRequest {
        request = ConversationRequest(model: body["model"]?.string ?? "")
        try Self.refuseThread(body["thread"])
        try readSystem(body["system"])
        try readMessages(body["messages"])
        try readTools(body["tools"])
        guard body["max_tokens"].map(\.isNull) == false else {
            throw Self.fault("The request must say how many tokens the answer may have.", "max_tokens")
        }
        for member in body.members ?? [] where !member.value.isNull { try readMember(member.key, member.value) }
        return request
    }

    private mutating func readMember(_ name: String, _ value: JSONValue) throws(Refusal) {
        switch name {
        case "model", "messages", "system", "tools": break
        case "max_tokens": try readLimit(value)
        case "stream":
            request.isStream = value.bool ?? false
            // A stream of this dialect always tells usage, so its callers count on it.
            request.wantsStreamUsage = request.isStream ? true : nil
        case "stop_sequences": request.sampling.stop = try Self.strings(value, name)
        case "temperature": request.sampling.temperature = try RequestValue.number(value, name)
        case "top_p": request.sampling.topP = try RequestValue.number(value, name)
        case "top_k": request.sampling.topK = try RequestValue.number(value, name)
        case "metadata": readMetadata(value)
        case "tool_choice": try readToolChoice(value)
        case "thinking": try readThinking(value)
        case "output_config": try readOutputConfig(value)
        case "output_format": try readFormat(value, name)
        case "service_tier": readServiceTier(try RequestValue.text(value, name))
        case "cache_control": markLast(Self.cacheMark(value))
        // Claude Code sends it unasked. What the vendor would clear from a history that is sent anew each time, another model
        // may as well read.
        case "context_management": if value["edits"]?.elements?.isEmpty == false { note(unknown: name) }
        case "container", "mcp_servers", "compaction", "thread", "inference_geo":
            if value.members?.isEmpty != true, value.elements?.isEmpty != true { note(.vendorFeatures) }
        default: note(unknown: name)
        }
    }

    /// First of all, for a request that continues a thread has but its last messages, if any. To leave the field out would
    /// be worse: the vendor's SDK would take the answer for part of a thread and send the rest of the conversation alone.
    private static func refuseThread(_ value: JSONValue?) throws(Refusal) {
        guard let value, !value.isNull, value != .object([]) else { return }
        throw Refusal(
            .untranslatable,
            "The model that would serve this keeps no threads. Send the whole conversation without `thread`.",
            parameter: ErrorShape.threadParameter
        )
    }

    private mutating func readLimit(_ value: JSONValue) throws(Refusal) {
        let limit = try RequestValue.count(value, "max_tokens")
        // No tokens at all: the vendor's cache is to be warmed, which is no conversation.
        if value.double == 0 { note(.vendorFeatures) } else { request.outputLimit = limit }
    }

    private mutating func readMetadata(_ value: JSONValue) {
        for member in value.members ?? [] {
            if member.key == "user_id" {
                request.endUser = member.value.string
            } else if let text = member.value.string {
                request.metadata.append(ConversationRequest.Label(name: member.key, value: text))
            } else {
                note(unknown: "metadata")
            }
        }
    }

    /// `auto` is the vendor's default; `standard_only` is what the others call `default`.
    private mutating func readServiceTier(_ tier: String) {
        switch tier {
        case "auto": break
        case "standard_only": request.serviceTier = "default"
        default: request.serviceTier = tier
        }
    }

    mutating func note(_ field: ConversationField) {
        if !request.foreign.contains(field) { request.foreign.append(field) }
    }

    mutating func note(unknown name: String) {
        if !request.unknown.contains(name) { request.unknown.append(name) }
    }

    // MARK: Values

    static func fault(_ message: String, _ parameter: String) -> Refusal {
        Refusal(.badRequest, message, parameter: parameter)
    }

    static func strings(_ value: JSONValue, _ place: String) throws(Refusal) -> [String] {
        var texts: [String] = []
        for (index, element) in try RequestValue.elements(value, place).enumerated() {
            texts.append(try RequestValue.text(element, "\(place)[\(index)]"))
        }
        return texts
    }

    static func cacheMark(_ value: JSONValue?) -> CacheMark? {
        guard let value, value.members != nil else { return nil }
        return CacheMark(lifetime: value["ttl"]?.string)
    }
}
