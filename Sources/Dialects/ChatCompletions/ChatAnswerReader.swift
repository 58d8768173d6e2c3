import Domain
import JSON

/// Reads a whole answer of Chat Completions.
struct ChatAnswerReader {
    private var answer = ConversationAnswer()
    private var hasCalls = false
    private var callIDs: Set<String> = []

    static func read(_ body: JSONValue) throws(TranslationFault) -> ConversationAnswer {
        guard body.members != nil else { throw TranslationFault("The answer is not an object.") }
        if let error = body["error"], !error.isNull { throw TranslationFault("The answer holds an `error`.") }
        guard let choices = body["choices"]?.elements, let choice = choices.first(where: isFirst) else {
            throw TranslationFault("The answer has no `choices`.")
        }
        var reader = ChatAnswerReader()
        reader.answer.id = ChatIdentity.text(body["id"])
        reader.answer.model = ChatIdentity.text(body["model"])
        reader.answer.createdAt = body["created"]?.integer
        if choices.count > 1 { reader.loses(.choices) }
        try reader.read(choice)
        if let usage = body["usage"] { reader.answer.usage = ChatUsage.read(usage) }
        return reader.answer
    }

    /// One answer is asked for; some servers do not number it.
    private static func isFirst(_ choice: JSONValue) -> Bool { (choice["index"]?.integer ?? 0) == 0 }

    private mutating func read(_ choice: JSONValue) throws(TranslationFault) {
        guard let message = choice["message"], message.members != nil else {
            throw TranslationFault("`choices[0].message` is not an object.")
        }
        answer.parts += ChatReasoning.read(message).filter { !$0.text.isEmpty || $0.seal != nil }.map { .reasoning($0) }
        try readContent(message)
        let refusal = ChatIdentity.text(message["refusal"])
        if let refusal { answer.parts.append(.refusal(refusal)) }
        var calls = message["tool_calls"]?.elements ?? []
        // The older name of a single call.
        if let call = message["function_call"], call.members != nil { calls.append(.object(("function", call))) }
        for (index, call) in calls.enumerated() { try readCall(call, index) }
        for key in ["audio", "images"] {
            if let value = message[key], !value.isNull, value != .array([]) { loses(.answerVendorContent) }
        }
        if let logs = choice["logprobs"], !logs.isNull { loses(.answerLogProbabilities) }
        // A server that does not say why it stopped may have been cut off itself.
        guard let word = ChatIdentity.text(choice["finish_reason"]) else {
            throw TranslationFault("`choices[0].finish_reason` is no word.")
        }
        guard word != "error" else { throw TranslationFault("`choices[0].finish_reason` is `error`.") }
        answer.stop = ChatStopReason.read(word, hasCalls: hasCalls, hasRefusal: refusal != nil)
        // vLLM says which sequence it was.
        if answer.stop == .endOfTurn || answer.stop == .stopSequence, let sequence = choice["stop_reason"]?.string {
            answer.stop = .stopSequence
            answer.stopSequence = sequence
        }
    }

    private mutating func readContent(_ message: JSONValue) throws(TranslationFault) {
        let cites = message["annotations"]?.elements?.isEmpty == false
        if cites { loses(.answerCitations) }
        guard let content = message["content"], !content.isNull else { return }
        guard let pieces = ChatContent.read(content) else {
            throw TranslationFault("`choices[0].message.content` is neither a string nor an array of parts.")
        }
        for piece in pieces {
            switch piece {
            case .text(let text): answer.parts.append(.text(.init(text, hasCitations: cites)))
            case .reasoning(let text): answer.parts.append(.reasoning(Reasoning(text)))
            case .other: loses(.answerVendorContent)
            }
        }
    }

    private mutating func readCall(_ call: JSONValue, _ index: Int) throws(TranslationFault) {
        let isCustom = call["custom"]?.members != nil
        guard let tool = call[isCustom ? "custom" : "function"], tool.members != nil else {
            loses(.answerVendorContent)
            return
        }
        guard let name = tool["name"]?.string, !name.isEmpty else {
            throw TranslationFault("`name` of `choices[0].message.tool_calls[\(index)]` is not a name.")
        }
        let arguments = tool[isCustom ? "input" : "arguments"].flatMap { $0.isNull ? nil : $0 } ?? .string("")
        hasCalls = true
        // A result names its call by the id alone, so a second call with one gets another.
        let id = ChatIdentity.text(call["id"]).flatMap { callIDs.insert($0).inserted ? $0 : nil }
        answer.parts.append(
            .toolCall(
                ToolCall(
                    id: id ?? ChatIdentity.callID(of: answer.id, index),
                    name: name,
                    arguments: arguments.string ?? String(decoding: arguments.bytes, as: UTF8.self),
                    isCustom: isCustom
                )
            )
        )
    }

    private mutating func loses(_ field: ConversationField) {
        if !answer.foreign.contains(field) { answer.foreign.append(field) }
    }
}
