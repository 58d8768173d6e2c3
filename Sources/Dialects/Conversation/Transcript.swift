/// What of a streamed answer was shown, as far as another model could go on with it: text and nothing else.
///
/// An answer with calls, reasoning or a refusal is nothing that somebody else could finish; neither is one whose text has
/// outgrown its bound.
package struct Transcript: Sendable {
    /// Bytes of text. Beyond it going on costs more than beginning anew.
    package static let most = 32 << 10

    /// nil: nobody could go on.
    package private(set) var text: String? = ""
    /// The text block that is open, by its number at the writer.
    private(set) var open: Int?
    /// The number that the next block may have.
    private(set) var next = 0

    package init() {}

    /// What another model needs to be told: there is something, and nothing that it could not go on with.
    package var continuable: String? { text.flatMap { $0.isEmpty ? nil : $0 } }

    mutating func note(_ event: StreamEvent) {
        switch event {
        case .opened(let number, .text):
            // Of a second block the first one's end would be a guess.
            if open != nil { text = nil }
            open = number
            next = max(next, number + 1)
        case .opened(let number, _):
            text = nil
            next = max(next, number + 1)
        case .delta(let number, let more):
            guard number == open, let shown = text, shown.utf8.count + more.utf8.count <= Self.most else {
                text = nil
                return
            }
            text = shown + more
        case .closed(let number): if number == open { open = nil }
        case .sealed, .stopped: text = nil
        case .started, .usage, .foreign, .ended, .failed: break
        }
    }
}

/// Renames the events of a second model's stream, so that they go on where the first one's stopped.
struct ContinuedStream {
    /// The text block that is open at the caller's.
    private var open: Int?
    /// By the stream's own numbers; nil for blocks that are left out.
    private var numbers: [Int: Int?] = [:]
    private var next: Int
    /// What was shown ends in white space, which the second model may say again.
    private var isAfterSpace: Bool
    private var hasJoined = false

    init(_ shown: Transcript) {
        open = shown.open
        next = shown.next
        isAfterSpace = shown.text?.last?.isWhitespace ?? false
    }

    mutating func follow(_ event: StreamEvent) -> [StreamEvent] {
        switch event {
        // One answer has one beginning.
        case .started: return []
        case .opened(let number, .reasoning):
            numbers[number] = .some(nil)
            return []
        case .opened(let number, .text) where !hasJoined && open != nil:
            hasJoined = true
            numbers[number] = open
            return []
        case .opened(let number, let block):
            numbers[number] = next
            next += 1
            return closing() + [.opened(next - 1, block)]
        case .delta(let number, let text):
            guard let known = numbers[number] ?? nil else { return [] }
            let rest = isAfterSpace ? String(text.drop(while: \.isWhitespace)) : text
            isAfterSpace = isAfterSpace && rest.isEmpty
            return rest.isEmpty ? [] : [.delta(known, rest)]
        case .sealed: return [.foreign(.answerReasoningSeal)]
        case .closed(let number):
            guard let known = numbers[number] ?? nil else { return [] }
            if known == open { open = nil }
            return [.closed(known)]
        case .stopped: return closing() + [event]
        case .usage, .foreign, .ended, .failed: return [event]
        }
    }

    private mutating func closing() -> [StreamEvent] {
        defer { open = nil }
        return open.map { [.closed($0)] } ?? []
    }
}

extension ConversationRequest {
    /// The request that asks another model to finish an answer which was cut off.
    ///
    /// - Parameter isPrefilled: the model goes on with an answer that was begun for it. Another one is asked to in words.
    package func continuing(_ shown: String, isPrefilled: Bool) -> ConversationRequest {
        var request = self
        request.turns.append(Turn(.assistant, [.text(Part.Text(shown))]))
        if !isPrefilled { request.turns.append(Turn(.user, [.text(Part.Text(Self.goOn))])) }
        return request
    }

    static let goOn = """
        Your last message was cut off. Continue it exactly where it stops: begin with the next character, repeat nothing \
        of it, and add no remark.
        """
}
