import Domain
import JSON

extension ResponsesStreamReader {
    mutating func openCall(_ item: Int, _ call: JSONValue?, _ events: inout [StreamEvent]) {
        guard !items[item].isDone, items[item].part(.arguments, at: 0) == nil, let name = call?["name"]?.string,
            !name.isEmpty
        else { return }
        let id = ResponsesAnswerReader.callID(of: call)
        let block: StreamEvent.Block =
            items[item].kind == .customCall ? .customCall(id: id, name: name) : .toolCall(id: id, name: name)
        open(block, item, .arguments, at: 0, .null, &events)
    }

    /// - Parameter value: the whole item.
    mutating func finish(
        _ item: Int,
        _ value: JSONValue,
        _ events: inout [StreamEvent]
    ) throws(TranslationFault) {
        guard !items[item].isDone else { return }
        items[item].note(value)
        noteForeign(item: value, &events)
        switch items[item].kind {
        case .message:
            for (place, part) in (value["content"]?.elements ?? []).enumerated() {
                noteForeign(part: part, &events)
                let position = JSONValue.object(("content_index", .integer(place)))
                switch part["type"]?.string {
                case "output_text"?: makeUp(part["text"], item, .text, position, &events)
                case "refusal"?: makeUp(part["refusal"], item, .refusal, position, &events)
                default: events.append(.foreign(.answerVendorContent))
                }
            }
        case .reasoning: finishReasoning(item, value, &events)
        case .call, .customCall:
            openCall(item, value, &events)
            // Left out, the answer would look whole without it.
            guard items[item].part(.arguments, at: 0) != nil else {
                throw TranslationFault("An item of the stream is a call without `name`.")
            }
            makeUp(value["arguments"] ?? value["input"], item, .arguments, .null, &events)
        case .other: break
        }
        close(item, &events)
    }

    mutating func finishReasoning(_ item: Int, _ value: JSONValue, _ events: inout [StreamEvent]) {
        for (place, part) in (value["content"]?.elements ?? []).enumerated() {
            makeUp(part["text"], item, .reasoning, .object(("content_index", .integer(place))), &events)
        }
        for (place, part) in (value["summary"]?.elements ?? []).enumerated() {
            makeUp(part["text"], item, .summary, .object(("summary_index", .integer(place))), &events)
        }
        guard let seal = value["encrypted_content"]?.string else { return }
        if items[item].texts.allSatisfy(\.isClosed) {
            open(.reasoning(isSummary: true), item, .summary, at: 0, .null, &events)
        }
        guard let last = items[item].texts.last(where: { !$0.isClosed }) else { return }
        events.append(.sealed(last.block, .encrypted(seal)))
    }

    mutating func close(_ item: Int, _ events: inout [StreamEvent]) {
        guard !items[item].isDone else { return }
        for text in items[item].texts where !text.isClosed { events.append(.closed(text.block)) }
        items[item].end()
    }

    /// Parts of a message are blocks of their own; those of a reasoning share one, which stays open for its seal.
    mutating func endPart(_ data: JSONValue, _ events: inout [StreamEvent]) throws(TranslationFault) {
        guard let part = data["part"] else { return }
        start(nil, &events)
        let item = try index(of: data)
        let kind: ResponsesStreamedItem.Text.Kind
        switch part["type"]?.string {
        case "output_text"?: kind = .text
        case "refusal"?: kind = .refusal
        default: return
        }
        makeUp(part["text"] ?? part["refusal"], item, kind, data, &events)
        guard let text = items[item].part(kind, at: data["content_index"]?.integer ?? 0),
            !items[item].texts[text].isClosed
        else { return }
        items[item].texts[text].isClosed = true
        events.append(.closed(items[item].texts[text].block))
    }

    // MARK: What no other dialect can carry

    func noteForeign(item: JSONValue?, _ events: inout [StreamEvent]) {
        switch item?["type"]?.string {
        case "message"?, "function_call"?, "custom_tool_call"?, "reasoning"?, nil: break
        default: events.append(.foreign(.answerVendorContent))
        }
    }

    /// - Parameter part: a text, or an event that brings some of it.
    func noteForeign(part: JSONValue, _ events: inout [StreamEvent]) {
        if part["annotations"]?.elements?.isEmpty == false { events.append(.foreign(.answerCitations)) }
        if part["logprobs"]?.elements?.isEmpty == false { events.append(.foreign(.answerLogProbabilities)) }
    }
}
