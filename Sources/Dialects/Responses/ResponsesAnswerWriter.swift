import Domain
import JSON

/// Writes a whole response: one item for each thing the model gave.
enum ResponsesAnswerWriter {
    static func write(_ answer: ConversationAnswer, _ options: AnswerOptions, losses: inout LossReport) -> JSONValue {
        var object = ResponsesObject(options)
        object.take(id: answer.id, model: answer.model, createdAt: answer.createdAt)
        var output: [JSONValue] = []
        var hasRefusal = false
        for part in answer.parts {
            if case .refusal = part { hasRefusal = true }
            let name = "\(options.idSeed)\(output.count)"
            if let item = item(part, name, &losses) { output.append(item) }
        }
        if answer.stopSequence != nil { losses.note(.stopSequence) }
        let ending = ResponsesEnding(answer.stop, hasRefusal: hasRefusal)
        if !ending.isFaithful { losses.note(.stopReason) }
        if !object.take(answer.usage) { losses.note(.usage) }
        return object.json(ending, output)
    }

    /// - Parameter name: makes the ids.
    private static func item(_ part: Part, _ name: String, _ losses: inout LossReport) -> JSONValue? {
        switch part {
        case .text(let text):
            if text.hasCitations { losses.note(.answerCitations) }
            return text.text.isEmpty
                ? nil : ResponsesItem.message(id: "msg_" + name, [ResponsesItem.text(text.text)], status: "completed")
        case .refusal(let text):
            return ResponsesItem.message(id: "msg_" + name, [ResponsesItem.refusal(text)], status: "completed")
        case .toolCall(let call) where call.isCustom:
            return ResponsesItem.customCall(
                id: "ctc_" + name,
                callID: call.id.isEmpty ? "call_" + name : call.id,
                name: call.name,
                input: call.arguments
            )
        case .toolCall(let call):
            return ResponsesItem.call(
                id: "fc_" + name,
                callID: call.id.isEmpty ? "call_" + name : call.id,
                name: call.name,
                arguments: call.arguments.isEmpty ? "{}" : call.arguments,
                status: "completed"
            )
        case .reasoning(let reasoning):
            let encrypted = encrypted(reasoning.seal, &losses)
            guard !reasoning.text.isEmpty || encrypted != nil else { return nil }
            return ResponsesItem.reasoning(
                id: "rs_" + name,
                text: reasoning.text,
                isSummary: reasoning.isSummary || reasoning.text.isEmpty,
                encrypted: encrypted
            )
        case .image, .file, .audio, .toolResult:
            losses.note(.answerVendorContent)
            return nil
        }
    }

    /// The dialect's own form of a seal; a signature of another's is lost.
    static func encrypted(_ seal: Reasoning.Seal?, _ losses: inout LossReport) -> String? {
        switch seal {
        case .encrypted(let text)?: return text
        case .signature?:
            losses.note(.answerReasoningSeal)
            return nil
        case nil: return nil
        }
    }
}
