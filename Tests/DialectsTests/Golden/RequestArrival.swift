import Domain
import JSON

@testable import Dialects

/// Whether a field arrived, judged by what the target's own reader makes of what was written for it.
enum RequestArrival {
    /// In the words in which it left.
    static func isExact(_ field: ConversationField, _ source: ConversationRequest, _ target: ConversationRequest)
        -> Bool
    {
        let values = RequestEvidence.values(of: field, in: source)
        return !values.isEmpty && RequestEvidence.values(of: field, in: target) == values
    }

    /// In those or in the target's own, which must still mean the same.
    static func isMapped(_ field: ConversationField, _ source: ConversationRequest, _ target: ConversationRequest)
        -> Bool
    {
        if isExact(field, source, target) { return true }
        let values = RequestEvidence.values(of: field, in: source)
        guard !values.isEmpty else { return false }
        let (from, to) = (Found(source), Found(target))
        switch field {
        case .system, .developer: return values.allSatisfy(to.leading.flatMap(RequestEvidence.texts).contains)
        case .laterInstructions, .fileText, .assistantRefusal:
            return contains(to.words([.user, .assistant]).map(\.text), values)
        case .fileInline: return !from.decodedFiles.isEmpty && from.decodedFiles == to.files(.fileText)
        case .toolResults:
            return from.results.map(\.callID) == to.results.map(\.callID)
                && zip(from.results, to.results).allSatisfy { contains(to.texts($1.parts), from.texts($0.parts)) }
        case .toolResultError:
            let failed = to.results.filter { values.contains($0.callID) }
            return failed.count == values.count
                && failed.allSatisfy { to.texts($0.parts).first.map(marksError) ?? false }
        case .toolResultImage: return from.resultImages == to.userImages
        case .toolHistoryWithoutTools:
            return Set(values) == Set(target.tools.map(\.name)) && target.toolChoice == ToolChoice.none
        case .customTools: return areFunctions(source.tools.filter(\.isCustom), in: target.tools)
        case .customToolCalls:
            let calls = from.calls.filter(\.isCustom)
            return to.calls.map(RequestEvidence.function) == from.calls.map(RequestEvidence.function)
                && calls.allSatisfy { from.results(of: $0) == to.results(of: $0) }
        case .allowedTools:
            return target.tools.map(\.name) == Array(values.dropFirst())
                && target.toolChoice == (values.first == "required" ? .required : .auto)
        // The default of every dialect, so that nothing is lost where it must be left out.
        case .temperature, .topP: return values.allSatisfy { Double($0) == 1 }
        case .jsonSchema: return covers(from.schema, to.schema)
        case .outputLimit: return source.outputLimit.flatMap(Double.init) == target.outputLimit.flatMap(Double.init)
        case .reasoningEffort: return target.reasoning?.budget != nil || target.reasoning?.effort != nil
        case .reasoningBudget: return target.reasoning?.effort == values.first.map(ReasoningWish.effort(forBudget:))
        case .reasoningSummary: return target.reasoning?.summary != nil
        default: return false
        }
    }

    /// There and back again. Dialects join turns of one role and put what they have no place for among its words, so of
    /// words and images it is asked that they are all there, in order.
    static func isKept(
        _ field: ConversationField,
        _ source: ConversationRequest,
        _ target: ConversationRequest,
        isExact: Bool
    ) -> Bool {
        switch field {
        case .text, .textParts, .imageURL, .imageInline, .imageDetail:
            let words = RequestEvidence.values(of: field, in: target)
            var rest = words[...]
            return RequestEvidence.values(of: field, in: source).allSatisfy { value in
                guard let place = rest.firstIndex(of: value) else { return false }
                rest = rest[(place + 1)...]
                return true
            }
        default:
            return isExact ? self.isExact(field, source, target) : isMapped(field, source, target)
        }
    }

    /// Functions of one text, whose grammar the model can read.
    private static func areFunctions(_ custom: [Tool], in tools: [Tool]) -> Bool {
        custom.allSatisfy { tool in
            guard let function = tools.first(where: { $0.name == tool.name }), !function.isCustom,
                function.parameters?["required"] == .array([.string("input")]),
                function.parameters?["properties"]?["input"]?["type"] == .string("string")
            else { return false }
            let words = [tool.description, grammar(of: tool)].compactMap { $0 }
            return words.allSatisfy { function.description?.contains($0) == true }
        }
    }

    private static func grammar(of tool: Tool) -> String? {
        if case .custom(.grammar(_, let definition)) = tool.kind { definition } else { nil }
    }

    private static func marksError(_ text: String) -> Bool {
        text.hasPrefix(ToolResult.errorPrefix)
    }

    private static func contains(_ texts: [String], _ values: [String]) -> Bool {
        values.allSatisfy { value in texts.contains { $0.contains(value) } }
    }

    /// All that the one schema says stands in the other, too.
    static func covers(_ part: JSONValue?, _ whole: JSONValue?) -> Bool {
        switch (part, whole) {
        case (.object(let members)?, .object?): members.allSatisfy { covers($0.value, whole?[$0.key]) }
        case (.array(let parts)?, .array(let wholes)?):
            parts.count == wholes.count && zip(parts, wholes).allSatisfy { covers($0, $1) }
        default: part == whole
        }
    }
}
