import JSON

/// One item of a stream while it grows.
struct ResponsesStreamItem {
    private let block: StreamEvent.Block
    /// Place in the output; nil until there is something to show.
    private(set) var index: Int?
    private var id = ""
    private var callID = ""
    private var text = ""
    var encrypted: String?

    init(_ block: StreamEvent.Block) {
        self.block = block
    }

    /// - Parameter seed: makes the ids.
    mutating func place(at index: Int, seed: String) {
        self.index = index
        let name = "\(seed)\(index)"
        switch block {
        case .text, .refusal: id = "msg_" + name
        case .reasoning: id = "rs_" + name
        case .toolCall(let call, _):
            id = "fc_" + name
            callID = call.isEmpty ? "call_" + name : call
        case .customCall(let call, _):
            id = "ctc_" + name
            callID = call.isEmpty ? "call_" + name : call
        }
    }

    func writeAdded(_ events: inout ResponsesEventWriter, to bytes: inout [UInt8]) {
        events.write(
            "response.output_item.added",
            [outputIndex, JSONValue.Member("item", item(isDone: false))],
            to: &bytes
        )
        guard !isSealOnly else { return }
        switch block {
        case .text, .refusal, .reasoning(isSummary: false):
            events.write("response.content_part.added", position + [JSONValue.Member("part", part(""))], to: &bytes)
        case .reasoning(isSummary: true):
            events.write(
                "response.reasoning_summary_part.added",
                position + [JSONValue.Member("part", part(""))],
                to: &bytes
            )
        case .toolCall, .customCall: break
        }
    }

    mutating func writeDelta(_ more: String, _ events: inout ResponsesEventWriter, to bytes: inout [UInt8]) {
        text += more
        events.write(name + ".delta", position + [JSONValue.Member("delta", .string(more))] + logprobs, to: &bytes)
    }

    /// A call without arguments still has the text of an object.
    ///
    /// - Returns: the bytes that were added.
    mutating func completeArguments(_ events: inout ResponsesEventWriter, to bytes: inout [UInt8]) -> Int {
        guard case .toolCall = block, text.isEmpty else { return 0 }
        writeDelta("{}", &events, to: &bytes)
        return text.utf8.count
    }

    /// - Returns: the finished item.
    func writeDone(_ events: inout ResponsesEventWriter, to bytes: inout [UInt8]) -> JSONValue {
        if !isSealOnly { writePartDone(&events, to: &bytes) }
        let item = item(isDone: true)
        events.write("response.output_item.done", [outputIndex, JSONValue.Member("item", item)], to: &bytes)
        return item
    }

    private func writePartDone(_ events: inout ResponsesEventWriter, to bytes: inout [UInt8]) {
        let whole = JSONValue.Member(wholeKey, .string(text))
        events.write(name + ".done", position + [whole] + logprobs, to: &bytes)
        let part = JSONValue.Member("part", part(text))
        switch block {
        case .text, .refusal, .reasoning(isSummary: false):
            events.write("response.content_part.done", position + [part], to: &bytes)
        case .reasoning(isSummary: true):
            events.write("response.reasoning_summary_part.done", position + [part], to: &bytes)
        case .toolCall, .customCall: break
        }
    }

    // MARK: The pieces of events

    private var name: String {
        switch block {
        case .text: "response.output_text"
        case .refusal: "response.refusal"
        case .reasoning(isSummary: true): "response.reasoning_summary_text"
        case .reasoning(isSummary: false): "response.reasoning_text"
        case .toolCall: "response.function_call_arguments"
        case .customCall: "response.custom_tool_call_input"
        }
    }

    /// What the `done` event calls the whole of the deltas.
    private var wholeKey: String {
        switch block {
        case .text, .reasoning: "text"
        case .refusal: "refusal"
        case .toolCall: "arguments"
        case .customCall: "input"
        }
    }

    private var outputIndex: JSONValue.Member { JSONValue.Member("output_index", .integer(index ?? 0)) }

    private var position: [JSONValue.Member] {
        let item = [JSONValue.Member("item_id", .string(id)), outputIndex]
        switch block {
        case .text, .refusal, .reasoning(isSummary: false):
            return item + [JSONValue.Member("content_index", .integer(0))]
        case .reasoning(isSummary: true): return item + [JSONValue.Member("summary_index", .integer(0))]
        case .toolCall, .customCall: return item
        }
    }

    private var logprobs: [JSONValue.Member] {
        if case .text = block { [JSONValue.Member("logprobs", .array([]))] } else { [] }
    }

    /// Reasoning of which nothing may be read.
    private var isSealOnly: Bool {
        if case .reasoning = block { text.isEmpty && encrypted != nil } else { false }
    }

    private func part(_ text: String) -> JSONValue {
        switch block {
        case .text, .toolCall, .customCall: ResponsesItem.text(text)
        case .refusal: ResponsesItem.refusal(text)
        case .reasoning(isSummary: true): ResponsesItem.summaryText(text)
        case .reasoning(isSummary: false): ResponsesItem.reasoningText(text)
        }
    }

    private func item(isDone: Bool) -> JSONValue {
        let status = isDone ? "completed" : "in_progress"
        switch block {
        case .text, .refusal: return ResponsesItem.message(id: id, isDone ? [part(text)] : [], status: status)
        case .reasoning(let isSummary):
            return ResponsesItem.reasoning(
                id: id,
                text: text,
                isSummary: isSummary || !isDone || text.isEmpty,
                encrypted: isDone ? encrypted : nil
            )
        case .toolCall(_, let name):
            return ResponsesItem.call(id: id, callID: callID, name: name, arguments: text, status: status)
        case .customCall(_, let name):
            return ResponsesItem.customCall(id: id, callID: callID, name: name, input: text)
        }
    }
}
