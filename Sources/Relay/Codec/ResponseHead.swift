import NIOCore

/// An upstream's answer head: what decides, and where the fields lie that may travel back.
struct ResponseHead {
    var bytes: ByteBuffer
    var status: Int
    var framing: Framing
    var keepAlive: Bool
    var isEventStream = false
    var isEncoded = false
    var contentType: Piece?
    /// The vendor's own id of the request, under whichever name it came.
    var requestID: Piece?
    /// When the model ends, and since when it is not to be used (RFC 8594, RFC 9745).
    var sunset: Piece?
    var deprecation: Piece?
    var fieldsStart: Int

    /// Reads the head of a final answer; interim ones (1xx) are passed over.
    ///
    /// - Returns: nil while the head is incomplete; otherwise the head, whose bytes were taken off the buffer.
    static func read(from buffer: inout ByteBuffer, scanned: inout Int) throws(HeadFault) -> ResponseHead? {
        while true {
            let parsed = try buffer.withBytes { bytes throws(HeadFault) -> ResponseHead? in
                guard let end = try Fields.end(of: bytes, scanned: &scanned) else { return nil }
                return try parse(bytes, end: end)
            }
            guard var head = parsed, let bytes = buffer.readSlice(length: scanned) else { return nil }
            scanned = 0
            // 101 would change the protocol under us; nobody asked for it.
            guard head.status != 101 else { throw .startLine }
            if head.status < 200 { continue }
            head.bytes = bytes
            return head
        }
    }

    private static func parse(_ bytes: Bytes, end: Int) throws(HeadFault) -> ResponseHead {
        guard let feed = bytes.first(.lf, from: 0), feed >= 13 else { throw .startLine }
        guard bytes.startsWith("HTTP/1.", at: 0) else { throw .version }
        let minor = bytes[7]
        guard minor == UInt8(ascii: "0") || minor == UInt8(ascii: "1") else { throw .version }
        guard bytes[8] == .space, let status = bytes.decimal(9..<12), (100...599).contains(status),
            bytes[12] == .space || bytes[12] == .cr
        else { throw .startLine }
        // A bare carriage return in the reason phrase would end the line for some readers and not for others.
        for index in 12..<(feed - 1) where !bytes[index].isFieldValue { throw .startLine }
        var head = ResponseHead(
            bytes: ByteBuffer(),
            status: status,
            framing: .untilClose,
            keepAlive: false,
            fieldsStart: feed + 1
        )
        var framing = FramingFields()
        var connection = RequestHead.Connection()
        try Fields.walk(bytes, from: head.fieldsStart, to: end) { (name, value) throws(HeadFault) in
            try head.take(bytes, name, value, &framing, &connection)
        }
        // An answer without a body by its status (RFC 9110 §6.4.1); a length there describes what is not sent.
        let told = try framing.framing()
        // An interim answer that claims a body, an older version or the last word is read in as many ways as there are
        // readers.
        if status < 200, told != nil || minor == UInt8(ascii: "0") || connection.close { throw .startLine }
        head.framing = status < 200 || status == 204 || status == 304 ? .none : told ?? .untilClose
        let stays = minor == UInt8(ascii: "1") ? !connection.close : connection.keepAlive
        head.keepAlive = stays && head.framing != .untilClose
        return head
    }

    @inline(__always)
    private mutating func take(
        _ bytes: Bytes,
        _ name: Piece,
        _ value: Piece,
        _ framing: inout FramingFields,
        _ connection: inout RequestHead.Connection
    ) throws(HeadFault) {
        switch name.count {
        case 6 where bytes.equals(name, "sunset"): sunset = value
        case 11 where bytes.equals(name, "deprecation"): deprecation = value
        case 10 where bytes.equals(name, "connection"): try connection.add(bytes, value)
        case 10 where bytes.equals(name, "request-id"): requestID = value
        case 12 where bytes.equals(name, "content-type"):
            contentType = value
            isEventStream = bytes.isMediaType(value, "text/event-stream")
        case 12 where bytes.equals(name, "x-request-id"): requestID = value
        case 14 where bytes.equals(name, "content-length"): try framing.contentLength(bytes, value)
        case 16 where bytes.equals(name, "content-encoding"): isEncoded = !bytes.equals(value, "identity")
        case 17 where bytes.equals(name, "transfer-encoding"): try framing.transferEncoding(bytes, value)
        default: break
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether a content type is `type`, whatever parameters follow.
    func isMediaType(_ value: Piece, _ type: StaticString) -> Bool {
        let end = value.first { self[$0] == UInt8(ascii: ";") } ?? value.upperBound
        let essence = trimmed(value.lowerBound..<end)
        guard essence.count == type.utf8CodeUnitCount else { return false }
        for (offset, index) in essence.enumerated() {
            let byte = self[index]
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            guard lower == type.utf8Start[offset] else { return false }
        }
        return true
    }
}
