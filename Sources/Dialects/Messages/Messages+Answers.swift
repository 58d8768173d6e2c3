import Domain
import JSON

extension Messages {
    func readAnswer(_ body: JSONValue) throws(TranslationFault) -> ConversationAnswer {
        guard let blocks = body["content"]?.elements else {
            throw TranslationFault("The answer has no list `content`.")
        }
        var answer = ConversationAnswer()
        answer.id = body["id"]?.string
        answer.model = body["model"]?.string
        for (index, block) in blocks.enumerated() {
            if let part = try Self.part(block, index) {
                answer.parts.append(part)
            } else if !Self.isKnown(block), !answer.foreign.contains(.answerVendorContent) {
                answer.foreign.append(.answerVendorContent)
            }
        }
        // A server that does not say why it stopped may have been cut off itself.
        guard let word = body["stop_reason"]?.string, !word.isEmpty else {
            throw TranslationFault("The answer has no `stop_reason`.")
        }
        let hasCalls = answer.parts.contains { if case .toolCall = $0 { true } else { false } }
        answer.stop = StopReason(messages: word, hasCalls: hasCalls)
        answer.stopSequence = body["stop_sequence"]?.string
        if let explanation = Self.explanation(body) { answer.parts.append(.refusal(explanation)) }
        var usage = MessagesUsage()
        usage.take(body["usage"] ?? .null)
        answer.usage = usage.usage
        return answer
    }

    /// Why the vendor's filter ended the answer, in words.
    static func explanation(_ value: JSONValue) -> String? {
        guard let text = value["stop_details"]?["explanation"]?.string, !text.isEmpty else { return nil }
        return text
    }

    private static func isKnown(_ block: JSONValue) -> Bool {
        switch block["type"]?.string {
        case "text", "thinking", "redacted_thinking", "tool_use": true
        default: false
        }
    }

    /// nil: a block that holds nothing, or that no other dialect could take.
    private static func part(_ block: JSONValue, _ index: Int) throws(TranslationFault) -> Part? {
        switch block["type"]?.string {
        case "text":
            guard let text = block["text"]?.string else { throw fault(index, "text") }
            let isCited = block["citations"]?.elements?.isEmpty == false
            return text.isEmpty ? nil : .text(Part.Text(text, hasCitations: isCited))
        case "thinking":
            guard let text = block["thinking"]?.string else { throw fault(index, "thinking") }
            let signature = block["signature"]?.string ?? ""
            let seal: Reasoning.Seal? = signature.isEmpty ? nil : .signature(signature)
            return text.isEmpty && seal == nil ? nil : .reasoning(Reasoning(text, seal: seal))
        case "redacted_thinking":
            guard let data = block["data"]?.string else { throw fault(index, "data") }
            return .reasoning(Reasoning("", seal: .encrypted(data)))
        case "tool_use":
            guard let name = block["name"]?.string, !name.isEmpty else { throw fault(index, "name") }
            return .toolCall(
                ToolCall(
                    id: block["id"]?.string ?? "",
                    name: name,
                    arguments: MessagesArguments.text(block["input"] ?? .object([]))
                )
            )
        default: return nil
        }
    }

    private static func fault(_ index: Int, _ name: String) -> TranslationFault {
        TranslationFault("`content[\(index)].\(name)` of the answer is missing or no string.")
    }

    func writeAnswer(_ answer: ConversationAnswer, _ options: AnswerOptions, losses: inout LossReport) -> JSONValue {
        var content: [JSONValue] = []
        for (index, part) in answer.parts.enumerated() {
            if let block = Self.block(part, index, options, &losses) { content.append(block) }
        }
        let stop = Self.stopWords(
            answer.stop,
            sequence: answer.stopSequence,
            hasRefusal: answer.parts.contains { if case .refusal = $0 { true } else { false } },
            &losses
        )
        return Self.message(
            id: answer.id,
            model: answer.model,
            content: content,
            stop: stop,
            usage: MessagesUsage.write(answer.usage),
            options
        )
    }

    private static func block(
        _ part: Part,
        _ index: Int,
        _ options: AnswerOptions,
        _ losses: inout LossReport
    ) -> JSONValue? {
        switch part {
        case .text(let text):
            if text.hasCitations { losses.note(.answerCitations) }
            return text.text.isEmpty ? nil : .object(("type", .string("text")), ("text", .string(text.text)))
        case .refusal(let text):
            return text.isEmpty ? nil : .object(("type", .string("text")), ("text", .string(text)))
        case .reasoning(let reasoning):
            if reasoning.seal != nil { losses.note(.answerReasoningSeal) }
            if reasoning.text.isEmpty { return nil }
            return .object(
                ("type", .string("thinking")),
                ("thinking", .string(reasoning.text)),
                ("signature", .string(""))
            )
        case .toolCall(let said):
            let call = CustomToolFunction.function(for: said)
            if MessagesArguments.isUnread(call.arguments) { losses.note(.answerToolCalls) }
            return .object(
                ("type", .string("tool_use")),
                ("id", .string(callID(call.id, index, options))),
                ("name", .string(call.name)),
                ("input", MessagesArguments.object(call.arguments))
            )
        case .image, .file, .audio, .toolResult:
            losses.note(.answerVendorContent)
            return nil
        }
    }

    /// The id of a call, made where the provider gave none.
    static func callID(_ id: String, _ index: Int, _ options: AnswerOptions) -> String {
        id.isEmpty ? "toolu_\(options.idSeed)\(index)" : id
    }
}
