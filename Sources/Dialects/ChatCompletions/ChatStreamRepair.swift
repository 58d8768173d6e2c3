import Domain
import JSON

/// Puts into a stream of Chat Completions what servers leave out: who the answer is, the role, the numbers and ids of
/// calls, why the answer stopped.
///
/// Each choice is followed by itself. A choice without a reason to stop gets one at the end where its calls are all whole;
/// any other one may have been cut, so that its stream is a fault.
struct ChatStreamRepair: EventRepair {
    private struct Choice {
        var hasRole = false
        var isFinished = false
        var calls = ChatCallRepair()
    }

    /// More than any server gives.
    private static let mostChoices = 1024
    private static let words: Set<String> = ["length", "tool_calls", "content_filter", "function_call"]

    private(set) var isOver = false
    /// What a chunk without it gets: what the last one had, else what is made up.
    private var identity: JSONValue
    private var choices: [Int: Choice] = [:]

    init(_ options: AnswerOptions) {
        identity = .object(
            ("id", .string(ChatIdentity.answerID(nil, seed: options.idSeed))),
            ("object", .string("chat.completion.chunk")),
            ("created", .integer(options.now)),
            ("model", .string(options.model))
        )
    }

    mutating func repair(_ event: JSONValue) throws(TranslationFault) -> [JSONValue] {
        if let error = event["error"], !error.isNull {
            isOver = true
            return [event]
        }
        var chunk = event
        for member in identity.members ?? [] {
            chunk.fill(member.key, member.value)
            // Azure begins with a chunk that has them all empty.
            if let value = chunk[member.key], value != .string(""), value != .integer(0) {
                identity.put(member.key, value)
            }
        }
        chunk.fill("choices", .array([]))
        guard let elements = chunk["choices"]?.elements, !elements.isEmpty else { return [chunk] }
        var before: [JSONValue] = []
        var repaired: [JSONValue] = []
        for (place, choice) in elements.enumerated() {
            repaired.append(try repair(choice: choice, place, &before))
            guard choice["finish_reason"]?.string == "error" else { continue }
            // Where clients look for it.
            chunk.put("error", choice["error"] ?? .object([]))
            isOver = true
        }
        chunk.put("choices", .array(repaired))
        return before + (Self.holdsNothing(chunk, of: event) ? [] : [chunk])
    }

    /// Only fragments of calls that wait stood in it.
    private static func holdsNothing(_ chunk: JSONValue, of event: JSONValue) -> Bool {
        guard chunk["usage"]?.isNull != false, let choices = chunk["choices"]?.elements,
            let came = event["choices"]?.elements
        else { return false }
        return zip(choices, came).allSatisfy { choice, came in
            choice["delta"] == .object([]) && choice["finish_reason"]?.isNull != false
                && came["delta"]?["tool_calls"]?.elements?.isEmpty == false
        }
    }

    mutating func end() throws(TranslationFault) -> [JSONValue] {
        let open = choices.keys.sorted().filter { choices[$0]?.isFinished == false }
        guard !choices.isEmpty, open.allSatisfy({ choices[$0]?.calls.areWhole == true }) else {
            throw TranslationFault("The stream ends and no chunk has a `finish_reason`.")
        }
        for choice in choices.values { try choice.calls.end() }
        return open.map { chunk($0, .object([]), finish: .string("tool_calls")) }
    }

    /// - Parameter place: among the choices of the chunk, which is the number of one that has none.
    /// - Parameter before: gets the chunks that were missing.
    private mutating func repair(
        choice element: JSONValue,
        _ place: Int,
        _ before: inout [JSONValue]
    ) throws(TranslationFault) -> JSONValue {
        var choice = element
        let index = choice["index"]?.integer ?? choice["index"]?.string.flatMap { Int($0) } ?? place
        choice.put("index", .integer(index))
        choice.fill("delta", .object([]))
        var state = choices[index] ?? Choice()
        var delta = choice["delta"] ?? .null
        if !state.hasRole { delta.fill("role", .string("assistant")) }
        state.hasRole = true
        Self.flatten(&delta)
        if let fragments = delta["tool_calls"]?.elements {
            var repaired: [JSONValue] = []
            for fragment in fragments {
                repaired += try state.calls.repair(fragment, of: identity["id"]?.string)
            }
            delta.put("tool_calls", repaired.isEmpty && !fragments.isEmpty ? nil : .array(repaired))
        }
        choice.put("delta", delta)
        switch choice["finish_reason"]?.string {
        case ""?: choice.put("finish_reason", .null)
        case let word?:
            state.isFinished = true
            choice.put("finish_reason", .string(Self.word(word, hasCalls: !state.calls.isEmpty)))
            for fragment in state.calls.finish() {
                before.append(chunk(index, .object(("tool_calls", .array([fragment]))), finish: .null))
            }
        case nil: break
        }
        choices[index] = state
        guard choices.count <= Self.mostChoices else {
            throw TranslationFault("The stream has more than \(Self.mostChoices) choices.")
        }
        return choice
    }

    /// Servers that give parts in place of a text: those that hold words alone.
    private static func flatten(_ delta: inout JSONValue) {
        guard let content = delta["content"], content.elements != nil, let pieces = ChatContent.read(content) else {
            return
        }
        var (text, reasoning) = ("", "")
        for piece in pieces {
            switch piece {
            case .text(let more): text += more
            case .reasoning(let more): reasoning += more
            case .other: return
            }
        }
        delta.put("content", .string(text))
        if !reasoning.isEmpty { delta.put("reasoning_content", .string(reasoning)) }
    }

    /// In the dialect's words, as far as there is one.
    private static func word(_ word: String, hasCalls: Bool) -> String {
        let reason = ChatStopReason.read(word, hasCalls: hasCalls, hasRefusal: false)
        if case .other = reason { return word }
        if words.contains(word) { return word }
        var losses = LossReport(target: .chatCompletions)
        return ChatStopReason.write(reason, hasCalls: hasCalls, hasRefusal: false, losses: &losses)
    }

    private func chunk(_ index: Int, _ delta: JSONValue, finish: JSONValue) -> JSONValue {
        let choice = JSONValue.object(("index", .integer(index)), ("delta", delta), ("finish_reason", finish))
        return .object((identity.members ?? []) + [JSONValue.Member("choices", .array([choice]))])
    }
}
