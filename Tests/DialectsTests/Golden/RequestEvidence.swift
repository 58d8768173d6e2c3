import Domain
import JSON

@testable import Dialects

/// What a request holds of a field, in words that can be compared: one for each place where it stands.
enum RequestEvidence {
    static func values(of field: ConversationField, in request: ConversationRequest) -> [String] {
        let found = Found(request)
        switch field {
        case .text: return found.words([.user, .assistant]).map(\.text)
        case .system: return found.leading.filter { $0.role == .system }.flatMap(texts)
        case .developer: return found.leading.filter { $0.role == .developer }.flatMap(texts)
        case .laterInstructions: return found.later.flatMap(texts)
        case .textParts:
            return request.turns.filter { $0.role == .user }.map(texts).filter { $0.count > 1 }.flatMap { $0 }
        case .imageURL, .imageInline, .imageDetail: return found.images(field)
        case .fileURL, .fileInline, .fileText: return found.files(field)
        case .vendorFile: return found.vendorFiles
        case .audioInput: return found.parts.compactMap { if case .audio = $0 { "audio" } else { nil } }
        case .messageName: return request.turns.compactMap(\.name)
        case .assistantRefusal: return found.parts.compactMap { if case .refusal(let text) = $0 { text } else { nil } }
        case .prefill: return found.prefill
        case .reasoningContent: return found.reasoning.map(\.text).filter { !$0.isEmpty }
        case .reasoningSeal: return found.reasoning.compactMap { $0.seal.map { "\($0)" } }
        case .cacheControl: return found.cacheMarks.map { $0.lifetime ?? "default" }
        case .tools: return request.tools.filter { !$0.isCustom }.map { "\($0.name): \($0.description ?? "-")" }
        case .toolStrict: return request.tools.filter { $0.strict == true }.map(\.name)
        case .toolChoice: return found.allowedTools == nil ? request.toolChoice.map { ["\($0)"] } ?? [] : []
        case .parallelToolCalls: return request.allowsParallelToolCalls == false ? ["one at a time"] : []
        case .toolCalls:
            return found.calls.filter { !$0.isCustom }.map { "\($0.id) \($0.name) \(Self.json($0.arguments))" }
        case .customTools:
            return request.tools.filter(\.isCustom).map { "\($0.name): \($0.description ?? "-"), \($0.kind)" }
        case .customToolCalls:
            return found.calls.filter(\.isCustom).flatMap { call in
                ["\(call.id) \(call.name) \(call.arguments)"] + found.results(of: call)
            }
        case .allowedTools: return found.allowedTools ?? []
        case .toolResults: return found.results.map { "\($0.callID): \(found.texts($0.parts).joined(separator: "|"))" }
        case .toolResultError: return found.results.filter(\.isError).map(\.callID)
        case .toolResultImage: return found.resultImages
        case .toolHistoryWithoutTools: return request.tools.isEmpty ? found.calls.map(\.name) : []
        case .emptyToolArguments: return found.calls.filter { ["", "{}"].contains($0.arguments) }.map(\.id)
        case .vendorTools, .logProbabilities, .choices, .audioOutput, .vendorFeatures:
            return request.foreign.contains(field) ? [field.rawValue] : []
        case .unknown: return request.unknown
        case .previousResponse: return [request.previousResponseID, request.conversationID].compactMap { $0 }
        case .citations: return found.citations
        case .citedSources: return found.citedSources
        case .jsonObject: return request.format == .json ? ["json"] : []
        case .jsonSchema: return found.schema.map { [String(decoding: $0.bytes, as: UTF8.self)] } ?? []
        default: return wish(field, request)
        }
    }

    private static func wish(_ field: ConversationField, _ request: ConversationRequest) -> [String] {
        let sampling = request.sampling
        let reasoning = request.reasoning
        switch field {
        case .stop: return sampling.stop
        case .temperature: return list(sampling.temperature)
        case .topP: return list(sampling.topP)
        case .topK: return list(sampling.topK)
        case .seed: return list(sampling.seed)
        case .penalties: return list(sampling.frequencyPenalty) + list(sampling.presencePenalty)
        case .logitBias: return sampling.logitBias.map { [String(decoding: $0.bytes, as: UTF8.self)] } ?? []
        case .outputLimit: return list(request.outputLimit)
        case .reasoningEffort: return list(reasoning?.effort)
        case .reasoningBudget: return list(reasoning?.budget)
        case .reasoningSummary: return list(reasoning?.summary)
        case .verbosity: return list(request.verbosity)
        case .streamUsage: return request.isStream && request.wantsStreamUsage == true ? ["usage"] : []
        case .metadata: return request.metadata.map { "\($0.name)=\($0.value)" }
        case .endUser: return list(request.endUser)
        case .promptCacheKey: return list(request.promptCacheKey)
        case .store: return request.store == true ? ["store"] : []
        case .serviceTier: return list(request.serviceTier)
        default: return []
        }
    }

    /// A call as one of a function.
    static func function(_ call: ToolCall) -> String {
        let arguments =
            call.isCustom
            ? String(decoding: JSONValue.object(("input", .string(call.arguments))).bytes, as: UTF8.self)
            : json(call.arguments)
        return "\(call.id) \(call.name) \(arguments)"
    }

    private static func list(_ value: String?) -> [String] { value.map { [$0] } ?? [] }

    static func texts(_ turn: Turn) -> [String] { Found.texts(turn.parts) }

    /// JSON in one way of writing it.
    static func json(_ text: String) -> String {
        if text.isEmpty { return "{}" }
        return (try? JSONValue(parsing: Array(text.utf8))).map { String(decoding: $0.bytes, as: UTF8.self) } ?? text
    }
}
