import Domain
import JSON

/// Reads a stream of Messages. What common providers leave out is made up for: a missing start, a block that never
/// starts or stops.
struct MessagesStreamReader: StreamReader {
    private struct Block {
        /// nil: of a kind that no other dialect could take.
        var number: Int?
        /// The last signature; the vendor sends one, whole.
        var signature = ""
        /// Input that came with the start; deltas, where there are any, say it anew.
        var input: JSONValue?
        var hasDelta = false
    }

    /// The vendor opens one block at a time; a provider that closes none is cut off here.
    private static let mostOpen = 1024

    /// Blocks that are open, by the stream's own index.
    private var blocks: [Int: Block] = [:]
    private var nextNumber = 0
    private var usage = MessagesUsage()
    private var hasCalls = false
    private var isStarted = false
    private var isStopped = false
    /// Nothing that follows belongs to the answer.
    private var isOver = false

    mutating func read(_ frame: ServerSentEvents.Frame) throws(TranslationFault) -> [StreamEvent] {
        // Some providers end every stream as OpenAI does.
        if isOver || frame.data.elementsEqual("[DONE]".utf8) { return [] }
        let data: JSONValue
        do throws(JSONFault) {
            data = try JSONValue(parsing: frame.data)
        } catch {
            throw TranslationFault("An event of the stream is not JSON: \(error.message)")
        }
        let kind = data["type"]?.string ?? frame.event ?? ""
        switch kind {
        case "message_start": return start(data["message"] ?? .null)
        case "content_block_start": return begin() + (try open(try index(data), data["content_block"] ?? .null))
        case "content_block_delta": return begin() + (try delta(try index(data), data["delta"] ?? .null))
        case "content_block_stop": return close(try index(data))
        case "message_delta": return begin() + finish(data)
        case "message_stop":
            // A server that does not say why it stopped may have been cut off itself.
            guard isStopped else {
                throw TranslationFault("The stream ends and no `message_delta` has a `stop_reason`.")
            }
            isOver = true
            return begin() + [.ended]
        case "error":
            isOver = true
            return [.failed(Messages().readError(data))]
        // `ping`, and kinds to come, which the vendor asks to pass over.
        default: return []
        }
    }

    private func index(_ data: JSONValue) throws(TranslationFault) -> Int {
        guard let index = data["index"]?.integer else {
            throw TranslationFault("`index` of a block's event is missing or no number.")
        }
        guard blocks.count < Self.mostOpen || blocks[index] != nil else {
            throw TranslationFault("More than \(Self.mostOpen) blocks are open at once.")
        }
        return index
    }

    private mutating func start(_ message: JSONValue) -> [StreamEvent] {
        guard !isStarted else { return [] }
        isStarted = true
        let started = StreamEvent.started(id: message["id"]?.string, model: message["model"]?.string, createdAt: nil)
        return take(message["usage"]) + [started]
    }

    private mutating func begin() -> [StreamEvent] {
        start(.null)
    }

    private mutating func take(_ value: JSONValue?) -> [StreamEvent] {
        guard let value, value.members != nil else { return [] }
        usage.take(value)
        return [.usage(usage.usage)]
    }

    private mutating func open(_ index: Int, _ block: JSONValue) throws(TranslationFault) -> [StreamEvent] {
        var events = close(index)
        switch block["type"]?.string {
        case "text":
            events += open(index, as: .text)
            if let text = block["text"]?.string, !text.isEmpty, let number = blocks[index]?.number {
                events.append(.delta(number, text))
            }
        case "thinking":
            events += open(index, as: .reasoning(isSummary: false))
            blocks[index]?.signature = block["signature"]?.string ?? ""
            if let text = block["thinking"]?.string, !text.isEmpty, let number = blocks[index]?.number {
                events.append(.delta(number, text))
            }
        case "redacted_thinking":
            events += open(index, as: .reasoning(isSummary: false))
            if let data = block["data"]?.string, let number = blocks[index]?.number {
                events.append(.sealed(number, .encrypted(data)))
            }
        case "tool_use":
            guard let name = block["name"]?.string, !name.isEmpty else {
                throw TranslationFault("`content_block.name` of a call is missing or no name.")
            }
            hasCalls = true
            events += open(index, as: .toolCall(id: block["id"]?.string ?? "", name: name))
            if block["input"]?.members?.isEmpty == false { blocks[index]?.input = block["input"] }
        default:
            blocks[index] = Block(number: nil)
            events.append(.foreign(.answerVendorContent))
        }
        if block["citations"]?.elements?.isEmpty == false { events.append(.foreign(.answerCitations)) }
        return events
    }

    private mutating func open(_ index: Int, as kind: StreamEvent.Block) -> [StreamEvent] {
        let number = nextNumber
        nextNumber += 1
        blocks[index] = Block(number: number)
        return [.opened(number, kind)]
    }

    private mutating func delta(_ index: Int, _ delta: JSONValue) throws(TranslationFault) -> [StreamEvent] {
        if let block = blocks[index], block.number == nil { return [] }
        let text: String?
        let kind: StreamEvent.Block?
        switch delta["type"]?.string {
        case "text_delta": (text, kind) = (Self.text(delta["text"]), .text)
        case "thinking_delta": (text, kind) = (Self.text(delta["thinking"]), .reasoning(isSummary: false))
        case "input_json_delta": (text, kind) = (Self.text(delta["partial_json"]), nil)
        case "signature_delta":
            blocks[index]?.signature = delta["signature"]?.string ?? ""
            return []
        case "citations_delta": return [.foreign(.answerCitations)]
        default: return []
        }
        guard let text else { throw TranslationFault("A block's `delta` holds no text.") }
        guard !text.isEmpty else { return [] }
        var events: [StreamEvent] = []
        if blocks[index] == nil {
            guard let kind else { throw TranslationFault("Input of a tool came before its block started.") }
            events = open(index, as: kind)
        }
        blocks[index]?.hasDelta = true
        if let number = blocks[index]?.number { events.append(.delta(number, text)) }
        return events
    }

    /// Null says as little as nothing does.
    private static func text(_ value: JSONValue?) -> String? { value?.isNull == true ? "" : value?.string }

    private mutating func close(_ index: Int) -> [StreamEvent] {
        guard let block = blocks.removeValue(forKey: index), let number = block.number else { return [] }
        var events: [StreamEvent] = []
        if !block.hasDelta, let input = block.input { events.append(.delta(number, MessagesArguments.text(input))) }
        if !block.signature.isEmpty { events.append(.sealed(number, .signature(block.signature))) }
        return events + [.closed(number)]
    }

    private mutating func finish(_ data: JSONValue) -> [StreamEvent] {
        let counted = take(data["usage"])
        guard let delta = data["delta"], let word = delta["stop_reason"]?.string, !word.isEmpty else { return counted }
        return counted + stop(StopReason(messages: word, hasCalls: hasCalls), delta)
    }

    private mutating func stop(_ reason: StopReason, _ delta: JSONValue) -> [StreamEvent] {
        guard !isStopped else { return [] }
        isStopped = true
        var events: [StreamEvent] = []
        for index in blocks.keys.sorted() { events += close(index) }
        if let explanation = Messages.explanation(delta) {
            events += open(Int.max, as: .refusal)
            if let number = blocks[Int.max]?.number { events.append(.delta(number, explanation)) }
            events += close(Int.max)
        }
        return events + [
            .stopped(reason, sequence: delta["stop_sequence"]?.string)
        ]
    }
}
