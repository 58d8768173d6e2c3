import Domain

@testable import Dialects

/// The same for answers.
enum AnswerEvidence {
    static func values(of field: ConversationField, in answer: ConversationAnswer) -> [String] {
        switch field {
        // Dialects cut it into parts in their own ways.
        case .answerText: texts(answer).isEmpty ? [] : [texts(answer).joined()]
        case .answerToolCalls:
            answer.parts.compactMap { part in
                guard case .toolCall(let call) = part, !call.isCustom else { return nil }
                return "\(call.id) \(call.name) \(RequestEvidence.json(call.arguments))"
            }
        case .answerCustomToolCalls:
            answer.parts.compactMap { part in
                guard case .toolCall(let call) = part, call.isCustom else { return nil }
                return "\(call.id) \(call.name) \(call.arguments)"
            }
        case .answerRefusal: answer.parts.compactMap { if case .refusal(let text) = $0 { text } else { nil } }
        case .answerReasoning: reasoning(answer).map(\.text).filter { !$0.isEmpty }
        case .answerReasoningSeal: reasoning(answer).compactMap { $0.seal.map { "\($0)" } }
        case .answerCitations, .answerLogProbabilities, .answerVendorContent:
            answer.foreign.contains(field) || field == .answerCitations && hasCitations(answer) ? [field.rawValue] : []
        case .stopReason: answer.stop.map { [$0.name] } ?? []
        case .stopSequence: answer.stopSequence.map { [$0] } ?? []
        case .usage: [answer.usage.input, answer.usage.output].compactMap { $0.map(String.init) }
        case .usageCacheRead: answer.usage.cachedInput.map { ["\($0)"] } ?? []
        case .usageCacheWrite: answer.usage.cacheWrite.map { ["\($0)"] } ?? []
        case .usageReasoning: answer.usage.reasoning.map { ["\($0)"] } ?? []
        default: []
        }
    }

    static func isExact(_ field: ConversationField, _ source: ConversationAnswer, _ target: ConversationAnswer) -> Bool
    {
        let values = values(of: field, in: source)
        return !values.isEmpty && values == self.values(of: field, in: target)
    }

    static func isMapped(_ field: ConversationField, _ source: ConversationAnswer, _ target: ConversationAnswer) -> Bool
    {
        if isExact(field, source, target) { return true }
        let values = values(of: field, in: source)
        switch field {
        case .answerRefusal:
            return !values.isEmpty && values.allSatisfy(texts(target).contains) && target.stop == .refused
        case .answerCustomToolCalls:
            let calls = source.parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
            return !values.isEmpty
                && self.values(of: .answerToolCalls, in: target) == calls.map(RequestEvidence.function)
        default: return false
        }
    }

    private static func texts(_ answer: ConversationAnswer) -> [String] {
        answer.parts.compactMap { if case .text(let text) = $0 { text.text } else { nil } }
    }

    private static func reasoning(_ answer: ConversationAnswer) -> [Reasoning] {
        answer.parts.compactMap { if case .reasoning(let reasoning) = $0 { reasoning } else { nil } }
    }

    private static func hasCitations(_ answer: ConversationAnswer) -> Bool {
        answer.parts.contains { if case .text(let text) = $0 { text.hasCitations } else { false } }
    }
}
