import Domain
import JSON

/// Reads a stream of Chat Completions.
///
/// Text, reasoning and refusal blocks close when another kind begins; what closes calls earlier than the end
/// is told at `ChatStreamCalls`. The end is `[DONE]`: only then is it told why the model stopped, so that what odd servers
/// send after a `finish_reason` still finds its place. `[DONE]` without any `finish_reason` is a fault: servers write it
/// after a cut answer as well, and none may pass for a whole one.
struct ChatStreamReader: StreamReader {
    private enum Kind: Equatable {
        case text
        case reasoning(isSummary: Bool)
        case refusal

        var block: StreamEvent.Block {
            switch self {
            case .text: .text
            case .reasoning(let isSummary): .reasoning(isSummary: isSummary)
            case .refusal: .refusal
            }
        }
    }

    private var isStarted = false
    private var isOver = false
    /// `[DONE]` came.
    private var isDone = false
    private var answerID: String?
    private var next = 0
    private var open: (kind: Kind, block: Int)?
    private var calls = ChatStreamCalls()
    private var hasRefusal = false
    private var finish: String?
    private var stopSequence: String?

    var holdsBack: Bool { finish != nil || isDone || calls.holdsBack }

    mutating func read(_ frame: ServerSentEvents.Frame) throws(TranslationFault) -> [StreamEvent] {
        guard !isOver, !frame.data.isEmpty else { return [] }
        var events: [StreamEvent] = []
        if frame.data.starts(with: "[DONE]".utf8) {
            isOver = true
            isDone = true
            try end(&events)
            return events
        }
        let chunk: JSONValue
        do throws(JSONFault) {
            chunk = try JSONValue(parsing: frame.data)
        } catch {
            throw TranslationFault("An event of the stream is not JSON.")
        }
        guard chunk.members != nil else { throw TranslationFault("An event of the stream is not an object.") }
        if let error = chunk["error"], !error.isNull {
            isOver = true
            return [.failed(OpenAIErrors.read(chunk))]
        }
        try read(chunk, &events)
        return events
    }

    private mutating func read(_ chunk: JSONValue, _ events: inout [StreamEvent]) throws(TranslationFault) {
        let choices = chunk["choices"]?.elements ?? []
        let usage = chunk["usage"].flatMap { $0.members == nil ? nil : ChatUsage.read($0) }
        // Azure begins with a chunk about its filters that has neither id nor model nor choice.
        if let usage { events.append(.usage(usage)) }
        if !isStarted, !choices.isEmpty || usage != nil {
            isStarted = true
            answerID = ChatIdentity.text(chunk["id"])
            events.append(
                .started(id: answerID, model: ChatIdentity.text(chunk["model"]), createdAt: chunk["created"]?.integer)
            )
        }
        // More than one answer is never asked for; some servers do not number the one.
        for choice in choices {
            guard (choice["index"]?.integer ?? 0) == 0 else {
                events.append(.foreign(.choices))
                continue
            }
            // Some servers send what is no piece but the whole under the name that it has in a plain answer.
            if let delta = choice["delta"] ?? choice["message"], !delta.isNull { try read(delta: delta, &events) }
            if choice["logprobs"]?.isNull == false {
                events.append(.foreign(.answerLogProbabilities))
            }
            guard let word = choice["finish_reason"]?.string, !word.isEmpty else { continue }
            if word == "error" {
                isOver = true
                events.append(.failed(OpenAIErrors.read(choice)))
                return
            }
            finish = word
            // vLLM says which sequence it was.
            stopSequence = choice["stop_reason"]?.string
        }
    }

    private mutating func read(delta: JSONValue, _ events: inout [StreamEvent]) throws(TranslationFault) {
        readReasoning(delta, &events)
        if let content = delta["content"], !content.isNull {
            guard let pieces = ChatContent.read(content) else {
                throw TranslationFault("`choices[0].delta.content` is neither a string nor an array of parts.")
            }
            for piece in pieces {
                switch piece {
                case .text(let text): show(text, .text, &events)
                case .reasoning(let text): show(text, .reasoning(isSummary: false), &events)
                case .other: events.append(.foreign(.answerVendorContent))
                }
            }
        }
        if delta["annotations"]?.elements?.isEmpty == false { events.append(.foreign(.answerCitations)) }
        for key in ["audio", "images"] {
            if let value = delta[key], !value.isNull, value != .array([]) {
                events.append(.foreign(.answerVendorContent))
            }
        }
        if let refusal = ChatIdentity.text(delta["refusal"]) {
            hasRefusal = true
            show(refusal, .refusal, &events)
        }
        var fragments = delta["tool_calls"]?.elements ?? []
        // The older name of a single call.
        if let call = delta["function_call"], call.members != nil {
            fragments.append(.object(("index", .integer(0)), ("function", call)))
        }
        for fragment in fragments {
            let told = try calls.take(fragment, of: answerID, next: &next)
            if told.contains(where: Self.isOpening) { close(&events) }
            events += told
            // What Google's models put beside a call and want back with it.
            if ChatReasoning.seal(of: fragment) != nil { events.append(.foreign(.answerReasoningSeal)) }
        }
    }

    private mutating func readReasoning(_ delta: JSONValue, _ events: inout [StreamEvent]) {
        let details = (delta["reasoning_details"]?.elements ?? []).compactMap(ChatReasoning.detail)
        let isSummary = details.contains { $0.isSummary }
        if let text = ChatReasoning.text(of: delta) {
            show(text, .reasoning(isSummary: isSummary), &events)
        } else {
            for detail in details { show(detail.text, .reasoning(isSummary: detail.isSummary), &events) }
        }
        for detail in details {
            guard let seal = detail.seal else { continue }
            let block = self.block(.reasoning(isSummary: isSummary), &events)
            events.append(.sealed(block, seal))
            close(&events)
        }
    }

    // MARK: Blocks

    private mutating func show(_ text: String, _ kind: Kind, _ events: inout [StreamEvent]) {
        guard !text.isEmpty else { return }
        events.append(.delta(block(kind, &events), text))
    }

    /// The open block of the kind, opened now if it is not.
    private mutating func block(_ kind: Kind, _ events: inout [StreamEvent]) -> Int {
        if let open, open.kind == kind { return open.block }
        close(&events)
        let block = next
        next += 1
        open = (kind, block)
        events.append(.opened(block, kind.block))
        return block
    }

    private static func isOpening(_ event: StreamEvent) -> Bool {
        if case .opened = event { true } else { false }
    }

    private mutating func close(_ events: inout [StreamEvent]) {
        guard let open else { return }
        events.append(.closed(open.block))
        self.open = nil
    }

    private mutating func end(_ events: inout [StreamEvent]) throws(TranslationFault) {
        guard let finish else { throw TranslationFault("The stream ends and no chunk has a `finish_reason`.") }
        close(&events)
        for block in try calls.close() { events.append(.closed(block)) }
        var reason = ChatStopReason.read(finish, hasCalls: !calls.isEmpty, hasRefusal: hasRefusal)
        if stopSequence != nil, reason == .endOfTurn { reason = .stopSequence }
        events.append(.stopped(reason, sequence: reason == .stopSequence ? stopSequence : nil))
        events.append(.ended)
    }
}
