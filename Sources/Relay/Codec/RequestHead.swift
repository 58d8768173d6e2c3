import NIOCore

/// A request's head as the data plane needs it: what decides, by name; where the rest lies, by range.
///
/// Ranges count from the start of `bytes`. Nothing is copied out until somebody asks. A class, for it has a dozen of them
/// and passes through many hands.
final class RequestHead {
    enum Method: Equatable { case get, head, post, options, other }

    /// The head's own bytes, up to and with its empty line.
    var bytes: ByteBuffer
    var method: Method
    /// Path without query, beginning with `/`.
    var path: Piece
    var query: Piece?
    var isHTTP11: Bool
    var keepAlive: Bool
    var framing: Framing
    var expectsContinue = false
    /// `Expect` with anything but `100-continue`.
    var expectsOther = false
    var host: Piece?
    var origin: Piece?
    var authorization: Piece?
    var apiKey: Piece?
    var anthropicVersion: Piece?
    var contentEncoding: Piece?
    var traceParent: Piece?
    var traceState: Piece?
    /// What the caller allows in place of the model that it would get.
    var fallback: Piece?
    /// `key=value[,…]`: what the caller says its request is for.
    var tag: Piece?
    /// The caller's own name of the conversation.
    var conversation: Piece?
    /// Holdfast's own mark on what it sends upstream; here it means a loop.
    var loopMarks: [Piece] = []
    /// Where the field lines begin.
    var fieldsStart: Int

    private init(method: Method, path: Piece, query: Piece?, isHTTP11: Bool) {
        bytes = ByteBuffer()
        self.method = method
        self.path = path
        self.query = query
        self.isHTTP11 = isHTTP11
        keepAlive = false
        framing = .none
        fieldsStart = 0
    }

    /// Reads a head from the front of `buffer`.
    ///
    /// - Parameter scanned: kept by the caller between calls, zero for a new head.
    /// - Returns: nil while the head is incomplete; otherwise the head, whose bytes were taken off the buffer.
    static func read(from buffer: inout ByteBuffer, scanned: inout Int) throws(HeadFault) -> RequestHead? {
        skipEmptyLines(&buffer, scanned: &scanned)
        // Half an empty line: what it is shows with the next byte.
        if scanned == 0, buffer.readableBytes == 1, buffer.getInteger(at: buffer.readerIndex) == UInt8.cr { return nil }
        let parsed = try buffer.withBytes { bytes throws(HeadFault) -> RequestHead? in
            guard let end = try Fields.end(of: bytes, scanned: &scanned) else { return nil }
            return try parse(bytes, end: end)
        }
        guard let head = parsed, let bytes = buffer.readSlice(length: scanned) else { return nil }
        head.bytes = bytes
        scanned = 0
        return head
    }

    /// A robust server ignores empty lines before a request (RFC 9112 §2.2); clients of old sent one after a body.
    private static func skipEmptyLines(_ buffer: inout ByteBuffer, scanned: inout Int) {
        while scanned == 0, buffer.readableBytes >= 2,
            buffer.getInteger(at: buffer.readerIndex, as: UInt16.self) == 0x0D0A
        {
            buffer.moveReaderIndex(forwardBy: 2)
        }
    }

    private static func parse(_ bytes: Bytes, end: Int) throws(HeadFault) -> RequestHead {
        guard let feed = bytes.first(.lf, from: 0), feed > 0 else { throw .startLine }
        let head = try startLine(bytes, 0..<(feed - 1))
        head.fieldsStart = feed + 1
        var framing = FramingFields()
        var connection = Connection()
        try Fields.walk(bytes, from: head.fieldsStart, to: end) { (name, value) throws(HeadFault) in
            try head.take(bytes, name, value, &framing, &connection)
        }
        if head.isHTTP11, head.host == nil { throw .missingHost }
        if framing.isChunked, !head.isHTTP11 { throw .transferEncoding }
        head.framing = try framing.framing() ?? .none
        head.keepAlive = head.isHTTP11 ? !connection.close : connection.keepAlive
        return head
    }

    struct Connection {
        var close = false
        var keepAlive = false

        /// Tabs between the words are white space to the standard and part of the words to common parsers.
        mutating func add(_ bytes: Bytes, _ value: Piece) throws(HeadFault) {
            guard FramingFields.endsPlainly(bytes, value), !bytes[value].contains(.tab) else { throw .fieldValue }
            close = close || bytes.list(value, contains: "close")
            keepAlive = keepAlive || bytes.list(value, contains: "keep-alive")
        }
    }

    private static func startLine(_ bytes: Bytes, _ line: Piece) throws(HeadFault) -> RequestHead {
        guard let space = bytes.first(.space, from: line.lowerBound), space < line.upperBound, space > line.lowerBound
        else { throw .startLine }
        let method = line.lowerBound..<space
        for index in method where !bytes[index].isToken { throw .startLine }
        guard let second = bytes.first(.space, from: space + 1), second < line.upperBound else { throw .startLine }
        let target = (space + 1)..<second
        guard target.first.map({ bytes[$0] }) == UInt8(ascii: "/") else { throw .target }
        var question: Int?
        for index in target {
            guard bytes[index] > 0x20, bytes[index] < 0x7F, bytes[index] != UInt8(ascii: "#") else { throw .target }
            if question == nil, bytes[index] == UInt8(ascii: "?") { question = index }
        }
        let version = (second + 1)..<line.upperBound
        guard version.count == 8, bytes.startsWith("HTTP/1.", at: version.lowerBound) else { throw .version }
        let minor = bytes[version.upperBound - 1]
        guard minor == UInt8(ascii: "0") || minor == UInt8(ascii: "1") else { throw .version }
        return RequestHead(
            method: Method(bytes, method),
            path: target.lowerBound..<(question ?? target.upperBound),
            query: question.map { ($0 + 1)..<target.upperBound },
            isHTTP11: minor == UInt8(ascii: "1")
        )
    }

    /// One switch on the length keeps the common case (a field that decides nothing) at a single comparison.
    @inline(__always)
    private func take(
        _ bytes: Bytes,
        _ name: Piece,
        _ value: Piece,
        _ framing: inout FramingFields,
        _ connection: inout Connection
    ) throws(HeadFault) {
        switch name.count {
        case 4 where bytes.equals(name, "host"): try set(&host, value, "host")
        case 6 where bytes.equals(name, "origin"): try set(&origin, value, "origin")
        case 6 where bytes.equals(name, "expect"):
            if bytes.equals(value, "100-continue") { expectsContinue = true } else { expectsOther = true }
        case 9 where bytes.equals(name, "x-api-key"): try set(&apiKey, value, "x-api-key")
        case 10 where bytes.equals(name, "connection"): try connection.add(bytes, value)
        case 10 where bytes.equals(name, "tracestate"): traceState = traceState ?? value
        case 11 where bytes.equals(name, "traceparent"): try set(&traceParent, value, "traceparent")
        case 12 where bytes.equals(name, "holdfast-tag"): try set(&tag, value, "holdfast-tag")
        case 13 where bytes.equals(name, "authorization"): try set(&authorization, value, "authorization")
        case 13 where bytes.equals(name, "holdfast-loop"): loopMarks.append(value)
        case 14 where bytes.equals(name, "content-length"): try framing.contentLength(bytes, value)
        case 16 where bytes.equals(name, "content-encoding"): try set(&contentEncoding, value, "content-encoding")
        case 17 where bytes.equals(name, "holdfast-fallback"): try set(&fallback, value, "holdfast-fallback")
        case 17 where bytes.equals(name, "transfer-encoding"): try framing.transferEncoding(bytes, value)
        case 17 where bytes.equals(name, "anthropic-version"): try set(&anthropicVersion, value, "anthropic-version")
        case 21 where bytes.equals(name, "holdfast-conversation"):
            try set(&conversation, value, "holdfast-conversation")
        default: break
        }
    }

    @inline(__always)
    private func set(_ field: inout Piece?, _ value: Piece, _ name: StaticString) throws(HeadFault) {
        guard field == nil else { throw .duplicateField(.init(text: "\(name)")) }
        field = value
    }
}

extension RequestHead.Method {
    fileprivate init(_ bytes: Bytes, _ piece: Piece) {
        // Methods are case-sensitive (RFC 9110 §9.1).
        switch piece.count {
        case 3 where bytes.startsWith("GET", at: piece.lowerBound): self = .get
        case 4 where bytes.startsWith("POST", at: piece.lowerBound): self = .post
        case 4 where bytes.startsWith("HEAD", at: piece.lowerBound): self = .head
        case 7 where bytes.startsWith("OPTIONS", at: piece.lowerBound): self = .options
        default: self = .other
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `text` stands, in its exact case, at `offset`.
    func startsWith(_ text: StaticString, at offset: Int) -> Bool {
        guard offset + text.utf8CodeUnitCount <= count else { return false }
        for index in 0..<text.utf8CodeUnitCount where self[offset + index] != text.utf8Start[index] { return false }
        return true
    }
}
