import Domain
import JSON

/// Writes a stream of Chat Completions, chunk for chunk as OpenAI does.
///
/// The chunk with the role waits for the first content, because it says `content: ""` before text and `content: null`
/// before calls and refusals. A call without arguments gets `{}`, which is what callers parse. Calls come one after the
/// other, as `ChatCallQueue` puts them.
struct ChatStreamWriter: StreamWriter {
    private enum Block {
        case text
        case refusal
        case reasoning
        case call(index: Int, hasArguments: Bool)
        case customCall(index: Int)
    }

    private(set) var losses = LossReport(target: .chatCompletions)
    private(set) var failure: UpstreamError?
    private let options: AnswerOptions
    /// A chunk up to its choices; the same in all of them.
    private var head: [UInt8]
    private var blocks: [Int: Block] = [:]
    private var queue = ChatCallQueue()
    private var callCount = 0
    private var hasRole = false
    private var hasRefusal = false
    var usage = Usage()

    init(_ options: AnswerOptions) {
        self.options = options
        head = Self.head(options, id: nil, model: nil, createdAt: nil)
    }

    private static func head(_ options: AnswerOptions, id: String?, model: String?, createdAt: Int?) -> [UInt8] {
        let identity = JSONValue.object(
            ("id", .string(ChatIdentity.answerID(id, seed: options.idSeed))),
            ("object", .string("chat.completion.chunk")),
            ("created", .integer(createdAt ?? options.now)),
            ("model", .string(model ?? options.model))
        )
        return Array("data: ".utf8) + identity.bytes.dropLast() + Array(",\"choices\":[".utf8)
    }

    mutating func write(_ event: StreamEvent, to bytes: inout [UInt8]) {
        guard failure == nil else { return }
        guard !queue.holdsBack(event) else {
            if queue.isOverfull { giveUp() }
            return
        }
        put(event, &bytes)
        while let events = queue.next() { for event in events { put(event, &bytes) } }
    }

    private mutating func giveUp() {
        let most = ChatCallQueue.mostHeld
        let message = "Calls of the answer that came side by side are larger than \(most) bytes together."
        failure = UpstreamError(code: "server_error", message: message)
    }

    private mutating func put(_ event: StreamEvent, _ bytes: inout [UInt8]) {
        switch event {
        case .started(let id, let model, let createdAt):
            head = Self.head(options, id: id, model: model, createdAt: createdAt)
        case .opened(let number, let block): open(number, block, &bytes)
        case .delta(let number, let text): delta(number, text, &bytes)
        case .sealed: losses.note(.answerReasoningSeal)
        case .closed(let number):
            if case .call(let index, hasArguments: false) = blocks.removeValue(forKey: number) {
                arguments("{}", index, &bytes)
            }
        case .usage(let more): usage.take(more)
        case .foreign(let field): losses.note(field)
        case .stopped(let reason, let sequence): stop(reason, sequence, &bytes)
        case .ended: end(&bytes)
        case .failed(let error):
            bytes.append(contentsOf: "data: ".utf8)
            OpenAIErrors.write(error, status: 500, requestID: nil).write(to: &bytes)
            bytes.append(contentsOf: "\n\n".utf8)
        }
    }

    private mutating func open(_ number: Int, _ block: StreamEvent.Block, _ bytes: inout [UInt8]) {
        switch block {
        case .text: blocks[number] = .text
        case .refusal:
            blocks[number] = .refusal
            hasRefusal = true
        case .reasoning: blocks[number] = .reasoning
        case .toolCall(let id, let name):
            blocks[number] = .call(index: callCount, hasArguments: false)
            call(id, "function", [JSONValue.Member("name", .string(name)), Self.nothing("arguments")], &bytes)
        case .customCall(let id, let name):
            blocks[number] = .customCall(index: callCount)
            call(id, "custom", [JSONValue.Member("name", .string(name)), Self.nothing("input")], &bytes)
        }
    }

    private static func nothing(_ key: String) -> JSONValue.Member { JSONValue.Member(key, .string("")) }

    private mutating func call(_ id: String, _ type: String, _ tool: [JSONValue.Member], _ bytes: inout [UInt8]) {
        role(content: nil, &bytes)
        let call = JSONValue.object(
            ("index", .integer(callCount)),
            ("id", .string(ChatIdentity.callID(id, callCount, seed: options.idSeed))),
            ("type", .string(type)),
            (type, .object(tool))
        )
        callCount += 1
        chunk(&bytes) { bytes in JSONValue.object(("tool_calls", .array([call]))).write(to: &bytes) }
    }

    private mutating func delta(_ number: Int, _ text: String, _ bytes: inout [UInt8]) {
        switch blocks[number] {
        case .text:
            role(content: "", &bytes)
            fragment("content", text, &bytes)
        case .refusal:
            role(content: nil, &bytes)
            fragment("refusal", text, &bytes)
        case .reasoning: losses.note(.answerReasoning)
        case .call(let index, _):
            blocks[number] = .call(index: index, hasArguments: true)
            arguments(text, index, &bytes)
        case .customCall(let index): arguments(text, index, of: "custom", as: "input", &bytes)
        case nil: break
        }
    }

    private mutating func stop(_ reason: StopReason, _ sequence: String?, _ bytes: inout [UInt8]) {
        role(content: "", &bytes)
        if sequence != nil { losses.note(.stopSequence) }
        let word = ChatStopReason.write(reason, hasCalls: callCount > 0, hasRefusal: hasRefusal, losses: &losses)
        chunk(finish: word, &bytes) { $0.append(contentsOf: "{}".utf8) }
    }

    private func end(_ bytes: inout [UInt8]) {
        if options.includesUsage, let usage = ChatUsage.write(usage) {
            bytes.append(contentsOf: head)
            bytes.append(contentsOf: "],\"usage\":".utf8)
            usage.write(to: &bytes)
            bytes.append(contentsOf: "}\n\n".utf8)
        }
        bytes.append(contentsOf: "data: [DONE]\n\n".utf8)
    }

    // MARK: Chunks

    private mutating func role(content: String?, _ bytes: inout [UInt8]) {
        guard !hasRole else { return }
        hasRole = true
        let delta = JSONValue.object(
            ("role", .string("assistant")),
            ("content", content.map { .string($0) } ?? .null),
            ("refusal", .null)
        )
        chunk(&bytes) { delta.write(to: &$0) }
    }

    private func fragment(_ key: StaticString, _ text: String, _ bytes: inout [UInt8]) {
        chunk(&bytes) { bytes in
            bytes.append(contentsOf: "{\"\(key)\":".utf8)
            JSONEscaping.append(text, to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private func arguments(
        _ text: String,
        _ index: Int,
        of type: StaticString = "function",
        as key: StaticString = "arguments",
        _ bytes: inout [UInt8]
    ) {
        chunk(&bytes) { bytes in
            bytes.append(contentsOf: "{\"tool_calls\":[{\"index\":\(index),\"\(type)\":{\"\(key)\":".utf8)
            JSONEscaping.append(text, to: &bytes)
            bytes.append(contentsOf: "}}]}".utf8)
        }
    }

    private func chunk(
        finish: String? = nil,
        _ bytes: inout [UInt8],
        _ delta: (inout [UInt8]) -> Void
    ) {
        bytes.append(contentsOf: head)
        bytes.append(contentsOf: "{\"index\":0,\"delta\":".utf8)
        delta(&bytes)
        bytes.append(contentsOf: ",\"logprobs\":null,\"finish_reason\":".utf8)
        if let finish { JSONEscaping.append(finish, to: &bytes) } else { bytes.append(contentsOf: "null".utf8) }
        // Only who asks for usage sees the field at all.
        bytes.append(contentsOf: (options.includesUsage ? "}],\"usage\":null}\n\n" : "}]}\n\n").utf8)
    }
}
