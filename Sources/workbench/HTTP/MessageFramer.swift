import NIOCore

/// Cuts a byte stream into HTTP/1.1 messages, whatever the reads were cut into.
///
/// Feed bytes with `append`, then call `next()` until it returns nil. A message is one `head`, any number of `body`,
/// one `end`. After a thrown fault the framer is of no further use.
struct MessageFramer {
    enum Event {
        case head(MessageHead)
        /// Content only; chunk sizes and trailers are gone.
        case body(ByteBuffer)
        case end
    }

    enum Side {
        case requests
        case answers
    }

    private enum State {
        case head
        case sized(remaining: Int)
        case chunkSize
        case chunk(remaining: Int)
        case chunkEnd
        case trailers
        case untilClose
    }

    private let side: Side
    private var state = State.head
    private var buffer = ByteBuffer()

    init(_ side: Side) {
        self.side = side
    }

    /// True between messages: a connection that ends here has cut nothing.
    var isIdle: Bool {
        if case .head = state { return buffer.readableBytes == 0 }
        return false
    }

    /// True inside an answer that has no length: the end of the connection completes it.
    var endsWithConnection: Bool {
        if case .untilClose = state { return true }
        return false
    }

    mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            buffer.writeImmutableBuffer(bytes)
        }
    }

    mutating func next() throws(FramingFault) -> Event? {
        while true {
            switch state {
            case .head:
                guard let head = try MessageHead.take(from: &buffer) else { return nil }
                begin(head)
                return .head(head)
            case .sized(remaining: 0):
                state = .head
                return .end
            case .sized(let remaining):
                guard let part = take(upTo: remaining) else { return nil }
                state = .sized(remaining: remaining - part.readableBytes)
                return .body(part)
            case .chunkSize:
                guard let line = try takeLine() else { return nil }
                let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
                guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0 else {
                    throw .malformedChunk
                }
                state = size == 0 ? .trailers : .chunk(remaining: size)
            case .chunk(remaining: 0):
                state = .chunkEnd
            case .chunk(let remaining):
                guard let part = take(upTo: remaining) else { return nil }
                state = .chunk(remaining: remaining - part.readableBytes)
                return .body(part)
            case .chunkEnd:
                guard let line = try takeLine() else { return nil }
                guard line.isEmpty else { throw .malformedChunk }
                state = .chunkSize
            case .trailers:
                guard let line = try takeLine() else { return nil }
                guard line.isEmpty else { continue }
                state = .head
                return .end
            case .untilClose:
                return take(upTo: .max).map(Event.body)
            }
        }
    }

    private mutating func begin(_ head: MessageHead) {
        switch (head.framing, side) {
        case (.length(let length), _): state = .sized(remaining: length)
        case (.chunked, _): state = .chunkSize
        case (.unstated, .requests): state = .sized(remaining: 0)
        case (.unstated, .answers): state = .untilClose
        }
    }

    private mutating func take(upTo limit: Int) -> ByteBuffer? {
        guard buffer.readableBytes > 0 else { return nil }
        return buffer.readSlice(length: min(limit, buffer.readableBytes))
    }

    private mutating func takeLine() throws(FramingFault) -> [UInt8]? {
        let view = buffer.readableBytesView
        guard let newline = view.firstIndex(of: UInt8(ascii: "\n")) else {
            guard view.count < 1024 else { throw .malformedChunk }
            return nil
        }
        var line = Array(view[view.startIndex..<newline])
        buffer.moveReaderIndex(to: newline + 1)
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }
}
