import Domain
import JSON

/// Reads a whole response.
enum ResponsesAnswerReader {
    static func read(_ body: JSONValue) throws(TranslationFault) -> ConversationAnswer {
        guard body.members != nil else { throw TranslationFault("The response is not a JSON object.") }
        // Comes with status 200, and would look like an empty answer.
        if let error = body["error"], !error.isNull { throw failure("has an `error`", code: error["code"]) }
        switch body["status"]?.string {
        case "completed"?, "incomplete"?, nil: break
        case "failed"?, "cancelled"?, "queued"?, "in_progress"?:
            throw failure("has no answer, as its `status` tells", code: body["status"])
        default: throw TranslationFault("The response's `status` is not known.")
        }
        guard let output = body["output"]?.elements else {
            throw TranslationFault("The response's `output` is not an array.")
        }
        var answer = ConversationAnswer()
        answer.id = body["id"]?.string
        answer.model = body["model"]?.string
        answer.createdAt = seconds(body["created_at"])
        answer.usage = usage(body["usage"])
        for (index, item) in output.enumerated() { try take(item, index, into: &answer) }
        answer.stop = stop(body, answer.parts)
        return answer
    }

    private static func take(
        _ item: JSONValue,
        _ index: Int,
        into answer: inout ConversationAnswer
    ) throws(TranslationFault) {
        switch item["type"]?.string {
        case "message"?:
            guard let content = item["content"]?.elements else {
                throw TranslationFault("`output[\(index)].content` is not an array.")
            }
            for part in content { take(part: part, into: &answer) }
        case "function_call"?, "custom_tool_call"?:
            guard let name = item["name"]?.string, !name.isEmpty else {
                throw TranslationFault("`output[\(index)]` is a call without `name`.")
            }
            let isCustom = item["type"]?.string == "custom_tool_call"
            let arguments = item[isCustom ? "input" : "arguments"]?.string ?? ""
            let call = ToolCall(id: callID(of: item), name: name, arguments: arguments, isCustom: isCustom)
            answer.parts.append(.toolCall(call))
        case "reasoning"?: answer.parts.append(contentsOf: ResponsesReasoningTexts(item).parts)
        default: note(.answerVendorContent, in: &answer)
        }
    }

    private static func take(part: JSONValue, into answer: inout ConversationAnswer) {
        switch part["type"]?.string {
        case "output_text"?:
            let hasCitations = !(part["annotations"]?.elements ?? []).isEmpty
            if hasCitations { note(.answerCitations, in: &answer) }
            if !(part["logprobs"]?.elements ?? []).isEmpty { note(.answerLogProbabilities, in: &answer) }
            answer.parts.append(.text(Part.Text(part["text"]?.string ?? "", hasCitations: hasCitations)))
        case "refusal"?: answer.parts.append(.refusal(part["refusal"]?.string ?? ""))
        default: note(.answerVendorContent, in: &answer)
        }
    }

    private static func note(_ field: ConversationField, in answer: inout ConversationAnswer) {
        if !answer.foreign.contains(field) { answer.foreign.append(field) }
    }

    private static func stop(_ body: JSONValue, _ parts: [Part]) -> StopReason {
        if body["status"]?.string == "incomplete" { return incomplete(body["incomplete_details"]) }
        var hasRefusal = false
        for part in parts {
            if case .toolCall = part { return .toolCalls }
            if case .refusal = part { hasRefusal = true }
        }
        return hasRefusal ? .refused : .endOfTurn
    }

    // MARK: Shared with the stream

    /// Empty where a server gives a call none: then its writer makes one.
    static func callID(of item: JSONValue?) -> String {
        [item?["call_id"], item?["id"]].lazy.compactMap { $0?.string }.first { !$0.isEmpty } ?? ""
    }

    /// What `incomplete_details` tells.
    static func incomplete(_ details: JSONValue?) -> StopReason {
        switch details?["reason"]?.string {
        case "max_output_tokens"?: .outputLimit
        case "content_filter"?: .refused
        case let reason?: .other(reason)
        case nil: .other("incomplete")
        }
    }

    static func usage(_ usage: JSONValue?) -> Usage {
        let input = usage?["input_tokens_details"]
        return Usage(
            input: TokenCount.read(usage?["input_tokens"]),
            output: TokenCount.read(usage?["output_tokens"]),
            cachedInput: TokenCount.read(input?["cached_tokens"]),
            cacheWrite: TokenCount.read(input?["cache_write_tokens"]),
            reasoning: TokenCount.read(usage?["output_tokens_details"]?["reasoning_tokens"])
        )
    }

    /// The vendor writes fractions here at times.
    static func seconds(_ value: JSONValue?) -> Int? {
        value?.integer ?? value?.double.flatMap { Int(exactly: $0.rounded(.down)) }
    }

    /// Codes are words of the vendor's closed list; anything that does not look like one could be content.
    private static func failure(_ problem: String, code: JSONValue?) -> TranslationFault {
        let word = code?.string ?? ""
        let isWord =
            !word.isEmpty && word.utf8.count <= 64 && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
        return TranslationFault("The response \(problem)" + (isWord ? " (`\(word)`)." : "."))
    }
}
