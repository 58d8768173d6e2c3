/// The clocks of an attempt and of the exchange around it.
package struct Timeouts: Sendable, Equatable {
    /// A name, TCP and TLS handshake that takes longer than this will not be quick afterwards either.
    package var connect: Duration = .seconds(5)
    /// Request sent to response head. Reasoning models think for minutes before a plain answer's head.
    package var head: Duration = .seconds(300)
    /// Request sent to first content: the same, for vendors that send a stream's head at once.
    package var firstContent: Duration = .seconds(300)
    /// Between two pieces of content. A vendor's own tools may take a minute in the middle of an answer.
    package var idle: Duration = .seconds(120)
    /// The least that must come, in bytes per second, 0 for no floor: slower than one short frame in half a minute is no
    /// answer that anybody waits for.
    package var floor = 4
    /// What the floor is measured over; not shorter than `idle` by default, which says how long a pause may be.
    package var floorWindow: Duration = .seconds(120)
    /// One attempt as a whole; nil: as long as the exchange.
    package var attempt: Duration?
    /// The whole exchange, all attempts together.
    package var total: Duration = .seconds(900)

    package init() {}
}

extension DocumentReader {
    func readTimeouts(_ value: Value?) -> Timeouts {
        var timeouts = Timeouts()
        let keys = ["connect", "head", "first_content", "idle", "floor", "floor_window", "attempt", "total"]
        guard let fields = value?.section(keys) else { return timeouts }
        let range = Duration.milliseconds(50) ... .seconds(86_400)
        timeouts.connect = fields["connect"]?.duration(range) ?? timeouts.connect
        timeouts.head = fields["head"]?.duration(range) ?? timeouts.head
        timeouts.firstContent = fields["first_content"]?.duration(range) ?? timeouts.firstContent
        timeouts.idle = fields["idle"]?.duration(range) ?? timeouts.idle
        timeouts.floor = fields["floor"]?.integer(0...1_000_000) ?? timeouts.floor
        timeouts.floorWindow = fields["floor_window"]?.duration(range) ?? timeouts.floorWindow
        timeouts.attempt = fields["attempt"]?.duration(range)
        timeouts.total = fields["total"]?.duration(range) ?? timeouts.total
        return timeouts
    }
}
