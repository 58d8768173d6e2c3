/// Cuts a byte stream into server-sent events (WHATWG HTML §9.2.6), whatever the reads were cut into.
///
/// Lines end with LF, CR or CRLF; a byte order mark at the start, comments, `id` and `retry` are passed over; several
/// `data` lines are joined by LF. An event without data is none, as the standard says.
package struct ServerSentEvents: Sendable {
    package struct Frame: Sendable, Equatable {
        /// nil: no `event` line, which means `message`.
        package var event: String?
        package var data: [UInt8]

        package init(event: String? = nil, data: [UInt8]) {
            self.event = event
            self.data = data
        }
    }

    private var line: [UInt8] = []
    private var event: String?
    private var data: [UInt8]?
    private var isAfterCarriageReturn = false
    private var isAtStart = true
    private var held = 0

    package init() {}

    /// Whether bytes of an event that is not whole are held.
    package var isMidway: Bool { !line.isEmpty || data != nil || event != nil }

    /// - Returns: the events that these bytes complete.
    /// - Throws: when one event is larger than `StreamScanner.maximumFrame`.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(TranslationFault) -> [Frame] {
        var frames: [Frame] = []
        var start = 0
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if isAfterCarriageReturn {
                isAfterCarriageReturn = false
                if byte == 0x0A {
                    start = index + 1
                    continue
                }
            }
            guard byte == 0x0A || byte == 0x0D else { continue }
            line.append(contentsOf: bytes[start..<index])
            start = index + 1
            isAfterCarriageReturn = byte == 0x0D
            if let frame = endLine() { frames.append(frame) }
        }
        line.append(contentsOf: bytes[start...])
        guard line.count + held <= StreamScanner.maximumFrame else {
            throw TranslationFault("An event of the stream is larger than \(StreamScanner.maximumFrame) bytes.")
        }
        return frames
    }

    private mutating func endLine() -> Frame? {
        defer { line.removeAll(keepingCapacity: true) }
        if isAtStart {
            isAtStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        if line.isEmpty {
            defer {
                event = nil
                data = nil
                held = 0
            }
            return data.map { Frame(event: event, data: $0) }
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == 0x20 { value = value.dropFirst() }
        let name = line[..<colon]
        if name.elementsEqual("data".utf8) {
            if data == nil { data = Array(value) } else { data?.append(0x0A); data?.append(contentsOf: value) }
            held = data?.count ?? 0
        } else if name.elementsEqual("event".utf8) {
            event = String(decoding: value, as: UTF8.self)
        }
        return nil
    }
}
