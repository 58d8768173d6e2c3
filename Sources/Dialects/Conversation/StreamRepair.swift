package import JSON

/// A stream that stays in its dialect: each event as it came, and what its server left out put in.
///
/// It stands before whoever follows the stream, for whom there is then no difference to a stream that was whole. Comments,
/// ids of events and `[DONE]` where the dialect has another end do not come through, nor does anything behind the end.
package struct StreamRepair: Sendable {
    private var frames = ServerSentEvents()
    private var pairs = HalfPairs()
    private var events: any EventRepair
    private let profile: any DialectProfile
    private var isOver = false

    package init(_ dialect: Dialect, _ options: AnswerOptions) {
        profile = dialect.profile
        events = dialect.profile.makeRepair(options)
    }

    /// The whole events that these bytes become.
    ///
    /// - Throws: for what can be neither read nor repaired; the stream is then over.
    package mutating func follow(_ bytes: UnsafeRawBufferPointer) throws(TranslationFault) -> [UInt8] {
        var written: [UInt8] = []
        for var frame in try frames.append(bytes) where !isOver && !frame.data.isEmpty {
            if frame.data.starts(with: "[DONE]".utf8) {
                guard profile.doneMark == .ends else { continue }
                isOver = true
                for event in try events.end() { write(event, to: &written) }
                written.append(contentsOf: "data: [DONE]\n\n".utf8)
                continue
            }
            pairs.mend(&frame.data)
            for event in try events.repair(try event(in: frame)) { write(event, to: &written) }
            isOver = events.isOver
        }
        return written
    }

    private var namesEvents: Bool { profile.errorEventName != nil }

    private func event(in frame: ServerSentEvents.Frame) throws(TranslationFault) -> JSONValue {
        var event: JSONValue
        do throws(JSONFault) {
            event = try JSONValue(parsing: frame.data)
        } catch {
            throw TranslationFault("An event of the stream is not JSON.")
        }
        guard event.members != nil else { throw TranslationFault("An event of the stream is not an object.") }
        if namesEvents, let name = frame.event { event.fill("type", .string(name)) }
        return event
    }

    private func write(_ event: JSONValue, to bytes: inout [UInt8]) {
        // A name with a line's end would begin a line of its own.
        if namesEvents, let name = event["type"]?.string, name.utf8.allSatisfy({ $0 >= 0x20 }) {
            bytes.append(contentsOf: "event: ".utf8)
            bytes.append(contentsOf: name.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(contentsOf: "data: ".utf8)
        event.write(to: &bytes)
        bytes.append(contentsOf: "\n\n".utf8)
    }
}

/// Knows what the events of a dialect's stream must have. A value; fed in order.
package protocol EventRepair: Sendable {
    /// Nothing that follows belongs to the answer.
    var isOver: Bool { get }
    /// - Returns: the events to write: the one that came, which a whole stream gets back as it was, among those that were
    ///   missing before it. None: it waits for what another one must tell first, or says nothing.
    mutating func repair(_ event: JSONValue) throws(TranslationFault) -> [JSONValue]
    /// `[DONE]` came, in a dialect that ends with it.
    ///
    /// - Returns: what must stand before it.
    mutating func end() throws(TranslationFault) -> [JSONValue]
}

extension EventRepair {
    package mutating func end() throws(TranslationFault) -> [JSONValue] { [] }
}
