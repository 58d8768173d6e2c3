/// Puts calls that grow side by side one after the other: what comes of a call waits until those before it are closed.
///
/// Nothing in the dialect asks for it, but the vendor's clients do: they take the first fragment of a call for the end of
/// the one before and parse that one's arguments.
struct ChatCallQueue {
    private struct Waiting {
        var number: Int
        var call: StreamEvent.Block
        var arguments = ""
        var isClosed = false
        /// That it counts for.
        var bytes = callOverhead

        var events: [StreamEvent] {
            [.opened(number, call)] + (arguments.isEmpty ? [] : [.delta(number, arguments)])
                + (isClosed ? [.closed(number)] : [])
        }
    }

    /// Bytes that may wait: as much as a whole answer may have before its head is sent.
    static let mostHeld = 8 << 20
    /// Bytes counted for each waiting call, so that there are at most 1024 of them, whatever they hold.
    private static let callOverhead = 8 << 10

    /// The number of the call that is being written.
    private var current: Int?
    private var waiting: [Waiting] = []
    private var heldBytes = 0

    var isOverfull: Bool { heldBytes > Self.mostHeld }

    /// - Returns: whether the event waits. Where it does not, it is to be written, and then `next` asked for what follows.
    mutating func holdsBack(_ event: StreamEvent) -> Bool {
        switch event {
        case .opened(let number, let call) where call.isCall:
            guard current != nil else {
                current = number
                return false
            }
            waiting.append(Waiting(number: number, call: call))
            heldBytes += Self.callOverhead
        case .delta(let number, let text):
            guard let place = place(of: number) else { return false }
            waiting[place].arguments += text
            count(text.utf8.count, at: place)
        case .closed(let number):
            guard let place = place(of: number) else {
                if number == current { current = nil }
                return false
            }
            waiting[place].isClosed = true
        case .opened, .sealed, .usage, .foreign, .started, .stopped, .ended, .failed: return false
        }
        return true
    }

    /// What came of the call that is next, once the one before is closed; nil: nothing waits, or not long enough.
    mutating func next() -> [StreamEvent]? {
        guard current == nil, !waiting.isEmpty else { return nil }
        let call = waiting.removeFirst()
        heldBytes -= call.bytes
        current = call.number
        if call.isClosed { current = nil }
        return call.events
    }

    private mutating func count(_ bytes: Int, at place: Int) {
        waiting[place].bytes += bytes
        heldBytes += bytes
    }

    private func place(of number: Int) -> Int? {
        waiting.isEmpty ? nil : waiting.firstIndex { $0.number == number }
    }
}
