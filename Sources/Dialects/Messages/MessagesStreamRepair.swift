import Domain
import JSON

/// Puts into a stream of Messages what servers leave out: its start, the starts and stops of blocks, their numbers, counts.
///
/// Blocks are numbered anew from 0 without gaps, as the vendor numbers them. A block without a stop ends where the next one
/// begins; calls, which some servers have grow side by side, where the answer stops. Input that came whole with a call's
/// start is told as a delta too, where clients look for it.
struct MessagesStreamRepair: EventRepair {
    private struct Block {
        let index: Int
        let isCall: Bool
        /// Not told in a delta yet.
        var input: JSONValue?
    }

    private static let mostOpen = 1024
    /// By `type`, the members to which clients add words.
    private static let blockTexts = ["text": ["text"], "thinking": ["thinking", "signature"]]
    private static let deltaTexts = [
        "text_delta": ["text"], "thinking_delta": ["thinking"], "input_json_delta": ["partial_json"],
    ]

    private(set) var isOver = false
    private let options: AnswerOptions
    /// Blocks that are open, by the server's number for them.
    private var open: [Int: Block] = [:]
    /// The server's number of the newest block.
    private var newest: Int?
    private var nextIndex = 0
    private var output = JSONValue.integer(0)
    /// Members of the `message_delta` that told why the answer stopped.
    private var stopped: [JSONValue.Member] = []
    private var isStarted = false

    init(_ options: AnswerOptions) {
        self.options = options
    }

    mutating func repair(_ event: JSONValue) throws(TranslationFault) -> [JSONValue] {
        switch event["type"]?.string {
        case "message_start"?: return isStarted ? [] : start(event)
        case "content_block_start"?: return begin() + (try open(event))
        case "content_block_delta"?: return begin() + (try delta(event))
        case "content_block_stop"?: return begin() + stop(event)
        case "message_delta"?: return begin() + end(event)
        case "message_stop"?:
            // A server that does not say why it stopped may have been cut off itself.
            guard !stopped.isEmpty else {
                throw TranslationFault("The stream ends and no `message_delta` has a `stop_reason`.")
            }
            isOver = true
            return begin() + closeAll() + [event]
        case "error"?:
            isOver = true
            return [event]
        default: return [event]
        }
    }

    // MARK: Start and end

    private mutating func start(_ event: JSONValue) -> [JSONValue] {
        isStarted = true
        var event = event
        event.fill("message", .object([]))
        event.change("message") { message in
            let whole = Messages.message(
                id: nil,
                model: nil,
                content: [],
                stop: Messages.Stop(),
                usage: .object([]),
                options
            )
            for key in ["id", "type", "role", "model", "content", "usage"] { message.fill(key, whole[key] ?? .null) }
            message.change("usage") { usage in
                usage.fill("input_tokens", .integer(0))
                usage.fill("output_tokens", .integer(0))
            }
        }
        output = event["message"]?["usage"]?["output_tokens"] ?? output
        return [event]
    }

    private mutating func begin() -> [JSONValue] {
        isStarted ? [] : start(.object(("type", .string("message_start"))))
    }

    private mutating func end(_ event: JSONValue) -> [JSONValue] {
        var event = event
        event.fill("delta", .object([]))
        event.fill("usage", .object([]))
        event.change("usage") { $0.fill("output_tokens", output) }
        output = event["usage"]?["output_tokens"] ?? output
        guard event["delta"]?["stop_reason"]?.string?.isEmpty == false else {
            // Clients take what the last one says.
            event.change("delta") { delta in
                for member in stopped { delta.put(member.key, member.value) }
            }
            return [event]
        }
        stopped = event["delta"]?.members?.filter { ["stop_reason", "stop_sequence"].contains($0.key) } ?? []
        return closeAll() + [event]
    }

    // MARK: Blocks

    private mutating func open(_ event: JSONValue) throws(TranslationFault) -> [JSONValue] {
        var event = event
        // A number of our own cannot be one of the server's.
        let number = event["index"]?.integer ?? -1 - nextIndex
        var events: [JSONValue] = []
        for other in open.keys.sorted() where other == number || open[other]?.isCall == false {
            events += close(other)
        }
        guard open.count < Self.mostOpen else {
            throw TranslationFault("More than \(Self.mostOpen) blocks are open at once.")
        }
        let isCall = event["content_block"]?["type"]?.string == "tool_use"
        var input: JSONValue?
        if isCall {
            let block = event["content_block"] ?? .null
            guard block["name"]?.string?.isEmpty == false else {
                throw TranslationFault("`content_block.name` of a call is missing or no name.")
            }
            if block["input"]?.members?.isEmpty == false { input = block["input"] }
            let id = Messages.callID(block["id"]?.string ?? "", nextIndex, options)
            event.change("content_block") { block in
                if block["id"]?.string?.isEmpty != false { block.put("id", .string(id)) }
                block.put("input", .object([]))
            }
        }
        event.change("content_block") { Self.fillTexts(&$0, of: Self.blockTexts) }
        event.put("index", .integer(nextIndex))
        open[number] = Block(index: nextIndex, isCall: isCall, input: input)
        newest = number
        nextIndex += 1
        return events + [event]
    }

    private static func fillTexts(_ value: inout JSONValue, of types: [String: [String]]) {
        for key in types[value["type"]?.string ?? ""] ?? [] { value.fill(key, .string("")) }
    }

    private mutating func delta(_ event: JSONValue) throws(TranslationFault) -> [JSONValue] {
        var event = event
        let number = event["index"]?.integer ?? newest
        var events: [JSONValue] = []
        if number.flatMap({ open[$0] }) == nil {
            events = try open(
                .object(
                    ("type", .string("content_block_start")),
                    ("index", number.map { .integer($0) }),
                    ("content_block", try Self.block(for: event["delta"]))
                )
            )
        }
        guard let place = number ?? newest, let block = open[place] else { return events }
        // The vendor itself begins with an empty one, which says nothing against an input that came with the start.
        if event["delta"]?["partial_json"]?.string?.isEmpty == false { open[place]?.input = nil }
        event.put("index", .integer(block.index))
        event.change("delta") { Self.fillTexts(&$0, of: Self.deltaTexts) }
        return events + [event]
    }

    /// The block that a delta belongs to, before its first words.
    private static func block(for delta: JSONValue?) throws(TranslationFault) -> JSONValue {
        switch delta?["type"]?.string {
        case "thinking_delta"?, "signature_delta"?:
            .object(("type", .string("thinking")), ("thinking", .string("")), ("signature", .string("")))
        case "input_json_delta"?: throw TranslationFault("Input of a tool came before its block started.")
        default: .object(("type", .string("text")), ("text", .string("")))
        }
    }

    private mutating func stop(_ event: JSONValue) -> [JSONValue] {
        guard let number = event["index"]?.integer ?? newest else { return [] }
        return close(number, event)
    }

    private mutating func closeAll() -> [JSONValue] {
        open.keys.sorted { open[$0]?.index ?? 0 < open[$1]?.index ?? 0 }.flatMap { close($0) }
    }

    /// Nothing for a block that is not open.
    private mutating func close(
        _ number: Int,
        _ event: JSONValue = .object(("type", .string("content_block_stop")))
    ) -> [JSONValue] {
        guard let block = open.removeValue(forKey: number) else { return [] }
        var event = event
        event.put("index", .integer(block.index))
        guard let input = block.input else { return [event] }
        let delta = JSONValue.object(
            ("type", .string("input_json_delta")),
            ("partial_json", .string(MessagesArguments.text(input)))
        )
        return [
            .object(
                ("type", .string("content_block_delta")),
                ("index", .integer(block.index)),
                ("delta", delta)
            ), event,
        ]
    }
}
