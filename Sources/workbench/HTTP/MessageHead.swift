import NIOCore

/// The little of an HTTP/1.1 head that load tools need. Written for peers under our own control: it finds boundaries
/// reliably, but checks nothing that a product would have to check. Holdfast's own parser lives in `Relay`.
struct MessageHead: Equatable {
    enum Framing: Equatable {
        case length(Int)
        case chunked
        /// Neither length nor chunks: a request has no body, an answer ends with the connection.
        case unstated
    }

    var startLine: String
    var framing: Framing
    var closes: Bool
    /// The content is `text/event-stream`.
    var isEventStream = false

    /// The number of an answer's status line; nil for a request.
    var status: Int? {
        guard startLine.hasPrefix("HTTP/1.") else { return nil }
        return Int(startLine.dropFirst(9).prefix(3))
    }

    /// Takes a whole head, its blank line included, out of the buffer; nil while it is incomplete.
    static func take(from buffer: inout ByteBuffer) throws(FramingFault) -> MessageHead? {
        let found = buffer.withUnsafeReadableBytes { Self.locate(in: $0) }
        guard let found else {
            guard buffer.readableBytes < Self.longest else { throw FramingFault.headTooLong }
            return nil
        }
        buffer.moveReaderIndex(forwardBy: found.length)
        guard var head = found.head else { throw FramingFault.malformedHead }
        switch head.status ?? 200 {
        case 100..<200, 204, 304: head.framing = .length(0)
        default: break
        }
        return head
    }

    /// Heads of load tests have a few hundred bytes; beyond 64 KiB the peer is no HTTP speaker.
    private static let longest = 64 * 1024

    /// `length` runs past the blank line; `head` is nil when the bytes up to there are no HTTP/1.1 head.
    private static func locate(in bytes: UnsafeRawBufferPointer) -> (head: MessageHead?, length: Int)? {
        var lineStart = 0
        var startLine: String?
        var framing = Framing.unstated
        var closes = false
        var isEventStream = false
        var isSound = true
        while let newline = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
            let lineEnd = newline > lineStart && bytes[newline - 1] == UInt8(ascii: "\r") ? newline - 1 : newline
            let line = UnsafeRawBufferPointer(rebasing: bytes[lineStart..<lineEnd])
            lineStart = newline + 1
            if line.isEmpty {
                guard let startLine, isSound else { return (nil, lineStart) }
                let head = MessageHead(
                    startLine: startLine,
                    framing: framing,
                    closes: closes,
                    isEventStream: isEventStream
                )
                return (head, lineStart)
            }
            if startLine == nil {
                startLine = String(decoding: line, as: UTF8.self)
                continue
            }
            switch Field(line) {
            case .contentLength(let length?): framing = .length(length)
            case .contentLength(nil): isSound = false
            case .chunked: framing = .chunked
            case .close: closes = true
            case .eventStream: isEventStream = true
            case .other: break
            }
        }
        return nil
    }
}

/// A header line, as far as it decides where a message ends.
private enum Field {
    case contentLength(Int?)
    case chunked
    case close
    case eventStream
    case other

    init(_ line: UnsafeRawBufferPointer) {
        if let value = Self.value(of: "content-length", in: line) {
            self = .contentLength(Int(String(decoding: value, as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil })
        } else if let value = Self.value(of: "transfer-encoding", in: line) {
            self = Self.matches(value, "chunked") ? .chunked : .other
        } else if let value = Self.value(of: "connection", in: line) {
            self = Self.matches(value, "close") ? .close : .other
        } else if let value = Self.value(of: "content-type", in: line) {
            self = Self.matches(value.prefix { $0 != UInt8(ascii: ";") }, "text/event-stream") ? .eventStream : .other
        } else {
            self = .other
        }
    }

    private static func value(of name: StaticString, in line: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>?
    {
        let length = name.utf8CodeUnitCount
        guard line.count > length, line[length] == UInt8(ascii: ":"),
            matches(line[..<length], name)
        else { return nil }
        var value = line[(length + 1)...]
        while let first = value.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") { value.removeFirst() }
        while let last = value.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { value.removeLast() }
        return value
    }

    /// `lowerCase` must be ASCII in lower case.
    private static func matches(_ bytes: Slice<UnsafeRawBufferPointer>, _ lowerCase: StaticString) -> Bool {
        guard bytes.count == lowerCase.utf8CodeUnitCount else { return false }
        let wanted = UnsafeBufferPointer(start: lowerCase.utf8Start, count: lowerCase.utf8CodeUnitCount)
        return zip(bytes, wanted).allSatisfy { byte, letter in
            (0x41...0x5A).contains(byte) ? byte | 0x20 == letter : byte == letter
        }
    }
}
