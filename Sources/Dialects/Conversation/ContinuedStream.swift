/// Renames the events of a second model's stream, so that they go on where the first one's stopped.
///
/// Models that are asked to go on sometimes begin anew. One that repeats all that was shown word for word goes on behind
/// it; one that repeats its beginning and then says something else would double the answer, which is a fault.
struct ContinuedStream {
    /// Bytes that two texts may begin with alike by chance.
    private static let alike = 24

    /// The text block that is open at the caller's.
    private var open: Int?
    /// By the stream's own numbers; nil for blocks that are left out.
    private var numbers: [Int: Int?] = [:]
    private var next: Int
    private let shown: [UInt8]
    /// What the model was not shown of the end of it, as far as it may still say it again.
    private var trimmed: Substring
    /// What it said so far, while that is how the shown text begins; nil: it says something else.
    private var repeated: [UInt8]? = []
    private var hasJoined = false
    private var hasSpoken = false

    init(_ shown: Transcript, isPrefilled: Bool, trimmed: String) {
        open = shown.open
        next = shown.next
        self.shown = Array((shown.text ?? "").utf8)
        self.trimmed = trimmed[...]
        // Where an answer was begun for the model, a short one that comes again is likelier meant.
        if isPrefilled, self.shown.count < Self.alike { repeated = nil }
    }

    mutating func follow(_ event: StreamEvent) throws(TranslationFault) -> [StreamEvent] {
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
            hasSpoken = true
            numbers[number] = next
            next += 1
            return try closing() + [.opened(next - 1, block)]
        case .delta(let number, let text):
            guard let known = numbers[number] ?? nil else { return [] }
            let rest = known == open ? try added(by: text) : text
            return rest.isEmpty ? [] : [.delta(known, rest)]
        case .sealed: return [.foreign(.answerReasoningSeal)]
        case .closed(let number):
            guard let known = numbers[number] ?? nil else { return [] }
            return known == open ? try closing() : [.closed(known)]
        case .stopped:
            let end = try closing()
            guard hasSpoken else { throw TranslationFault("The model that was to go on said nothing.") }
            return end + [event]
        case .usage, .foreign, .ended, .failed: return [event]
        }
    }

    /// What the caller has not seen yet.
    private mutating func added(by text: String) throws(TranslationFault) -> String {
        var text = text[...]
        while let first = trimmed.first, let said = text.first {
            guard first == said else {
                trimmed = ""
                break
            }
            trimmed.removeFirst()
            text.removeFirst()
        }
        guard !text.isEmpty else { return "" }
        if var said = repeated {
            said += text.utf8
            let same = zip(said, shown).prefix { $0 == $1 }.count
            if same == shown.count {
                repeated = nil
                text = String(decoding: said[same...], as: UTF8.self)[...]
            } else if same == said.count {
                repeated = said
                return ""
            } else {
                try take(back: said, same)
                text = String(decoding: said, as: UTF8.self)[...]
            }
        }
        if !text.isEmpty { hasSpoken = true }
        return String(text)
    }

    private mutating func take(back said: [UInt8], _ same: Int) throws(TranslationFault) {
        guard same < Self.alike else {
            throw TranslationFault("The model that was to go on began anew.")
        }
        repeated = nil
    }

    private mutating func closing() throws(TranslationFault) -> [StreamEvent] {
        guard let block = open else { return [] }
        open = nil
        guard let said = repeated, !said.isEmpty else { return [.closed(block)] }
        try take(back: said, said.count)
        hasSpoken = true
        return [.delta(block, String(decoding: said, as: UTF8.self)), .closed(block)]
    }
}
