import Domain
import JSON

/// Writes a stream of Messages, which has one open block at a time and numbers them without gaps.
///
/// Blocks that open while another is open wait for it and are then written at once; so parallel calls of a dialect that
/// closes all of them at the end come one after the other. What waits is bounded by `mostHeld`: a stream that wants more
/// is given up, for an answer without the rest would look whole. Usage and the reason to stop are held
/// until the provider's own end was seen.
struct MessagesStreamWriter: StreamWriter {
    private struct Block {
        var number: Int
        var kind: StreamEvent.Block
        /// What came before it was written.
        var held = ""
        var isWritten = false
        var isClosed = false
    }

    /// Bytes of waiting blocks: as much as a whole answer may have before its head is sent.
    static let mostHeld = 8 << 20
    /// Bytes counted for each waiting block, so that there are at most 1024 of them, whatever they hold.
    private static let blockOverhead = 8 << 10

    private(set) var losses = LossReport(target: .messages)
    private(set) var failure: UpstreamError?
    private let options: AnswerOptions
    /// The first is the open one, in the stream or about to be.
    private var blocks: [Block] = []
    private var heldBytes = 0
    private var wrapper = CustomCallWrapper()
    private var nextIndex = 0
    private var isStarted = false
    private var isOver = false
    private var hasRefusal = false
    var usage = Usage()
    private var stop: (reason: StopReason, sequence: String?)?

    init(_ options: AnswerOptions) {
        self.options = options
    }

    mutating func write(_ event: StreamEvent, to bytes: inout [UInt8]) {
        guard wrapper.concerns(event) else { return put(event, &bytes) }
        for event in wrapper.follow(event) { put(event, &bytes) }
    }

    private mutating func put(_ event: StreamEvent, _ bytes: inout [UInt8]) {
        guard !isOver else { return }
        switch event {
        case .started(let id, let model, _): start(id, model, &bytes)
        case .opened(let number, let kind): open(number, kind, &bytes)
        case .delta(let number, let text): take(text, number, &bytes)
        case .sealed: losses.note(.answerReasoningSeal)
        case .closed(let number): close(number, &bytes)
        case .usage(let more): usage.take(more)
        case .foreign(let field): losses.note(field)
        case .stopped(let reason, let sequence): stop = (reason, sequence)
        case .ended: end(&bytes)
        case .failed(let error): fail(error, &bytes)
        }
    }

    private mutating func start(_ id: String?, _ model: String?, _ bytes: inout [UInt8]) {
        guard !isStarted else { return }
        isStarted = true
        let message = Messages.message(
            id: id,
            model: model,
            content: [],
            stop: Messages.Stop(),
            usage: MessagesUsage.write(usage),
            options
        )
        frame("message_start", [JSONValue.Member("message", message)], &bytes)
    }

    // MARK: Blocks

    private mutating func open(_ number: Int, _ kind: StreamEvent.Block, _ bytes: inout [UInt8]) {
        start(nil, nil, &bytes)
        blocks.append(Block(number: number, kind: kind))
        switch kind {
        case .refusal: hasRefusal = true
        case .text, .reasoning, .toolCall, .customCall: break
        }
        if blocks.count > 1 { hold(Self.blockOverhead) } else { startFirst(&bytes) }
    }

    /// A call's name is worth telling at once; a text that never comes needs no block.
    private mutating func startFirst(_ bytes: inout [UInt8]) {
        guard let block = blocks.first, !block.isWritten else { return }
        if block.kind.isCall { writeStart(&bytes) }
    }

    private mutating func take(_ text: String, _ number: Int, _ bytes: inout [UInt8]) {
        guard !text.isEmpty, let place = blocks.firstIndex(where: { $0.number == number }) else { return }
        if place == 0 { return writeDelta(text, &bytes) }
        blocks[place].held += text
        hold(text.utf8.count)
    }

    private mutating func close(_ number: Int, _ bytes: inout [UInt8]) {
        guard let place = blocks.firstIndex(where: { $0.number == number }) else { return }
        blocks[place].isClosed = true
        while let first = blocks.first, first.isClosed {
            writeStop(&bytes)
            blocks.removeFirst()
            guard let next = blocks.first else { return }
            heldBytes -= next.held.utf8.count + Self.blockOverhead
            startFirst(&bytes)
            if !next.held.isEmpty { writeDelta(next.held, &bytes) }
        }
    }

    private mutating func hold(_ count: Int) {
        heldBytes += count
        guard heldBytes > Self.mostHeld else { return }
        isOver = true
        blocks = []
        let message = "Blocks of the answer that came side by side are larger than \(Self.mostHeld) bytes together."
        failure = UpstreamError(type: "api_error", message: message)
    }

    private mutating func writeStart(_ bytes: inout [UInt8]) {
        blocks[0].isWritten = true
        let block: JSONValue =
            switch blocks[0].kind {
            case .text, .refusal: .object(("type", .string("text")), ("text", .string("")))
            case .reasoning:
                .object(("type", .string("thinking")), ("thinking", .string("")), ("signature", .string("")))
            case .toolCall(let id, let name), .customCall(let id, let name):
                .object(
                    ("type", .string("tool_use")),
                    ("id", .string(Messages.callID(id, nextIndex, options))),
                    ("name", .string(name)),
                    ("input", .object([]))
                )
            }
        frame("content_block_start", [index, JSONValue.Member("content_block", block)], &bytes)
    }

    private mutating func writeDelta(_ text: String, _ bytes: inout [UInt8]) {
        if !blocks[0].isWritten { writeStart(&bytes) }
        let (type, name) =
            switch blocks[0].kind {
            case .text, .refusal: ("text_delta", "text")
            case .reasoning: ("thinking_delta", "thinking")
            case .toolCall, .customCall: ("input_json_delta", "partial_json")
            }
        let delta = JSONValue.object(("type", .string(type)), (name, .string(text)))
        frame("content_block_delta", [index, JSONValue.Member("delta", delta)], &bytes)
    }

    private mutating func writeStop(_ bytes: inout [UInt8]) {
        guard blocks[0].isWritten else { return }
        frame("content_block_stop", [index], &bytes)
        nextIndex += 1
    }

    private var index: JSONValue.Member { JSONValue.Member("index", .integer(nextIndex)) }

    // MARK: The end

    private mutating func end(_ bytes: inout [UInt8]) {
        start(nil, nil, &bytes)
        while let first = blocks.first { close(first.number, &bytes) }
        isOver = true
        let words = Messages.stopWords(
            stop?.reason,
            sequence: stop?.sequence,
            hasRefusal: hasRefusal,
            &losses
        )
        let usage = MessagesUsage.write(usage, isDelta: true)
        frame(
            "message_delta",
            [JSONValue.Member("delta", .object(words.members)), JSONValue.Member("usage", usage)],
            &bytes
        )
        frame("message_stop", [], &bytes)
    }

    private mutating func fail(_ error: UpstreamError, _ bytes: inout [UInt8]) {
        isOver = true
        blocks = []
        bytes.append(contentsOf: "event: error\ndata: ".utf8)
        Messages.streamError(error).write(to: &bytes)
        bytes.append(contentsOf: "\n\n".utf8)
    }

    private func frame(_ type: String, _ members: [JSONValue.Member], _ bytes: inout [UInt8]) {
        bytes.append(contentsOf: "event: \(type)\ndata: ".utf8)
        JSONValue.object([JSONValue.Member("type", .string(type))] + members).write(to: &bytes)
        bytes.append(contentsOf: "\n\n".utf8)
    }
}
