import Domain
import JSON

/// Reads the events of a stream.
///
/// Texts come in pieces and then whole, up to four times (text, part, item and response done): whatever of the whole was
/// not in the pieces is made up for. Events find their item by `output_index`, else by `item_id`, else it is the last
/// one, for servers leave the one or the other out. Unknown events are passed over; items and parts of
/// unknown types are foreign.
struct ResponsesStreamReader: StreamReader {
    /// An answer with more items or parts is not one; all are looked through for each event.
    static let mostItems = 1024
    static let tooMany = TranslationFault("The stream has more than \(mostItems) items or parts.")

    var items: [ResponsesStreamedItem] = []
    private var blocks = 0
    private var isStarted = false
    private var isOver = false
    private var hasCall = false
    private var hasRefusal = false

    mutating func read(_ frame: ServerSentEvents.Frame) throws(TranslationFault) -> [StreamEvent] {
        guard !isOver, !frame.data.elementsEqual("[DONE]".utf8) else { return [] }
        let data: JSONValue
        do throws(JSONFault) {
            data = try JSONValue(parsing: frame.data)
        } catch {
            throw TranslationFault("An event of the stream is not JSON.")
        }
        guard data.members != nil else { throw TranslationFault("An event of the stream is not a JSON object.") }
        var events: [StreamEvent] = []
        try take(data["type"]?.string ?? frame.event ?? "", data, &events)
        guard blocks <= Self.mostItems else { throw Self.tooMany }
        return events
    }

    private mutating func take(
        _ type: String,
        _ data: JSONValue,
        _ events: inout [StreamEvent]
    ) throws(TranslationFault) {
        switch type {
        case "response.created", "response.in_progress", "response.queued": start(data["response"], &events)
        case "response.output_item.added":
            start(nil, &events)
            let index = try index(of: data, isNew: true)
            items[index].note(data["item"])
            noteForeign(item: data["item"], &events)
            switch items[index].kind {
            case .call, .customCall: openCall(index, data["item"], &events)
            case .message, .reasoning, .other: break
            }
        case "response.output_item.done":
            start(nil, &events)
            if let item = data["item"] { try finish(try index(of: data), item, &events) }
        case "response.content_part.done": try endPart(data, &events)
        case "response.output_text.delta":
            noteForeign(part: data, &events)
            try delta(.text, data, &events)
        case "response.output_text.annotation.added":
            start(nil, &events)
            events.append(.foreign(.answerCitations))
        case "response.refusal.delta": try delta(.refusal, data, &events)
        case "response.reasoning_text.delta": try delta(.reasoning, data, &events)
        case "response.reasoning_summary_text.delta": try delta(.summary, data, &events)
        case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
            try delta(.arguments, data, &events)
        case "response.output_text.done": try whole(.text, data, data["text"], &events)
        case "response.refusal.done": try whole(.refusal, data, data["refusal"], &events)
        case "response.reasoning_text.done": try whole(.reasoning, data, data["text"], &events)
        case "response.reasoning_summary_text.done": try whole(.summary, data, data["text"], &events)
        case "response.function_call_arguments.done": try whole(.arguments, data, data["arguments"], &events)
        case "response.custom_tool_call_input.done": try whole(.arguments, data, data["input"], &events)
        case "response.completed", "response.incomplete": try end(type, data["response"], &events)
        case "response.failed", "response.cancelled", "error": fail(data, &events)
        // Servers that only resemble the vendor's send a bare error object.
        case "" where data["error"] != nil: fail(data, &events)
        default: break
        }
    }

    mutating func start(_ response: JSONValue?, _ events: inout [StreamEvent]) {
        guard !isStarted else { return }
        isStarted = true
        events.append(
            .started(
                id: response?["id"]?.string,
                model: response?["model"]?.string,
                createdAt: ResponsesAnswerReader.seconds(response?["created_at"])
            )
        )
    }

    /// Opens the next block, as a text of an item.
    mutating func open(
        _ block: StreamEvent.Block,
        _ item: Int,
        _ kind: ResponsesStreamedItem.Text.Kind,
        at place: Int,
        _ data: JSONValue,
        _ events: inout [StreamEvent]
    ) {
        if kind == .refusal { hasRefusal = true }
        if kind == .arguments { hasCall = true }
        items[item].texts.append(ResponsesStreamedItem.Text(kind, at: place, block: blocks, data))
        events.append(.opened(blocks, block))
        blocks += 1
    }

    // MARK: The end

    private mutating func end(
        _ type: String,
        _ response: JSONValue?,
        _ events: inout [StreamEvent]
    ) throws(TranslationFault) {
        start(response, &events)
        for (place, value) in (response?["output"]?.elements ?? []).enumerated() {
            try finish(try index(of: value, at: place), value, &events)
        }
        for item in items.indices { close(item, &events) }
        let usage = ResponsesAnswerReader.usage(response?["usage"])
        if usage != Usage() { events.append(.usage(usage)) }
        let stop: StopReason =
            if type == "response.incomplete" || response?["status"]?.string == "incomplete" {
                ResponsesAnswerReader.incomplete(response?["incomplete_details"])
            } else {
                hasCall ? .toolCalls : hasRefusal ? .refused : .endOfTurn
            }
        events.append(.stopped(stop, sequence: nil))
        events.append(.ended)
        isOver = true
    }

    private mutating func fail(_ data: JSONValue, _ events: inout [StreamEvent]) {
        isOver = true
        if let response = data["response"] {
            events.append(.failed(OpenAIErrors.read(response["error"] ?? .null)))
        } else {
            var error = OpenAIErrors.read(data)
            // Names the event there, not the error.
            if error.type == "error" { error.type = nil }
            events.append(.failed(error))
        }
    }
}
