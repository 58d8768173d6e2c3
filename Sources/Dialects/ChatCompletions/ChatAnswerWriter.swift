import Domain
import JSON

/// Writes a whole answer of Chat Completions.
enum ChatAnswerWriter {
    static func write(
        _ answer: ConversationAnswer,
        _ options: AnswerOptions,
        losses: inout LossReport
    ) -> JSONValue {
        var texts: [String] = []
        var refusals: [String] = []
        var calls: [JSONValue] = []
        for part in answer.parts {
            switch part {
            case .text(let text):
                texts.append(text.text)
                if text.hasCitations { losses.note(.answerCitations) }
            case .refusal(let text): refusals.append(text)
            case .toolCall(var call):
                call.id = ChatIdentity.callID(call.id, calls.count, seed: options.idSeed)
                calls.append(call.asChatCompletions)
            case .reasoning(let reasoning):
                if !reasoning.text.isEmpty { losses.note(.answerReasoning) }
                if reasoning.seal != nil { losses.note(.answerReasoningSeal) }
            case .image, .file, .audio, .toolResult: losses.note(.answerVendorContent)
            }
        }
        if answer.stopSequence != nil { losses.note(.stopSequence) }
        let reason = ChatStopReason.write(
            answer.stop,
            hasCalls: !calls.isEmpty,
            hasRefusal: !refusals.isEmpty,
            losses: &losses
        )
        let isSilent = texts.isEmpty && (!calls.isEmpty || !refusals.isEmpty)
        let message = JSONValue.object(
            ("role", .string("assistant")),
            ("content", isSilent ? .null : .string(texts.joined())),
            ("refusal", refusals.isEmpty ? .null : .string(refusals.joined())),
            ("annotations", .array([])),
            ("tool_calls", calls.isEmpty ? nil : .array(calls))
        )
        return .object(
            ("id", .string(ChatIdentity.answerID(answer.id, seed: options.idSeed))),
            ("object", .string("chat.completion")),
            ("created", .integer(answer.createdAt ?? options.now)),
            ("model", .string(answer.model ?? options.model)),
            (
                "choices",
                .array([
                    .object(
                        ("index", .integer(0)),
                        ("message", message),
                        ("logprobs", .null),
                        ("finish_reason", .string(reason))
                    )
                ])
            ),
            ("usage", ChatUsage.write(answer.usage))
        )
    }
}
