/// What of a streamed answer was shown, as far as another model could go on with it: text and nothing else.
///
/// An answer with calls, reasoning, a refusal or anything of the vendor's own is nothing that somebody else could finish;
/// neither is one whose text has come to its end, which nobody could tell from one that has more to say, or has outgrown
/// its bound.
struct Transcript: Sendable {
    /// Bytes of text. Beyond it going on costs more than beginning anew.
    static let most = 32 << 10

    /// nil: nobody could go on.
    private(set) var text: String? = ""
    /// The text block that is open, by its number at the writer.
    private(set) var open: Int?
    /// The number that the next block may have.
    private(set) var next = 0

    mutating func note(_ event: StreamEvent) {
        switch event {
        case .opened(let number, .text):
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
        case .closed, .sealed, .stopped, .foreign: text = nil
        case .started, .usage, .ended, .failed: break
        }
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
