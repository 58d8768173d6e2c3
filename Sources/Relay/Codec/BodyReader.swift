import NIOCore

/// Takes one body off a connection's buffer, whatever its framing, and says when it has ended.
///
/// The payload comes as slices of what was read; nothing is copied. Trailers are checked and dropped, for nobody here
/// has a use for them and forwarding unknown fields after the body is a known way around filters.
struct BodyReader {
    private enum State: Equatable {
        case length(remaining: Int)
        case untilClose
        case chunkSize
        case chunkData(remaining: Int)
        case chunkEnd
        case trailer(seen: Int)
        case done
    }

    /// A size line longer than this has an extension that nobody needs.
    private static let maximumSizeLine = 256
    private static let maximumTrailer = 8 * 1024

    private var state: State

    init(_ framing: Framing) {
        state =
            switch framing {
            case .none, .length(0): .done
            case .length(let length): .length(remaining: length)
            case .chunked: .chunkSize
            case .untilClose: .untilClose
            }
    }

    var isDone: Bool { state == .done }

    /// Whether the peer closing its side now ends the body well.
    var endsWithConnection: Bool { state == .untilClose }

    /// The next piece of payload, or nil when the buffer has none: then either `isDone` or more must be read.
    mutating func next(from buffer: inout ByteBuffer) throws(HeadFault) -> ByteBuffer? {
        while true {
            switch state {
            case .done:
                return nil
            case .untilClose:
                return buffer.readableBytes == 0 ? nil : buffer.readSlice(length: buffer.readableBytes)
            case .length(let remaining):
                guard let slice = take(remaining, from: &buffer) else { return nil }
                let left = remaining - slice.readableBytes
                state = left == 0 ? .done : .length(remaining: left)
                return slice
            case .chunkData(let remaining):
                guard let slice = take(remaining, from: &buffer) else { return nil }
                let left = remaining - slice.readableBytes
                state = left == 0 ? .chunkEnd : .chunkData(remaining: left)
                return slice
            case .chunkSize:
                guard let line = try Self.line(from: &buffer, limit: Self.maximumSizeLine, fault: .chunkSize) else {
                    return nil
                }
                let size = try Self.size(line)
                state = size == 0 ? .trailer(seen: 0) : .chunkData(remaining: size)
            case .chunkEnd:
                guard buffer.readableBytes >= 2 else {
                    if let byte = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self), byte != .cr {
                        throw .chunkEnd
                    }
                    return nil
                }
                guard buffer.readInteger(as: UInt16.self) == 0x0D0A else { throw .chunkEnd }
                state = .chunkSize
            case .trailer(let seen):
                guard let line = try Self.line(from: &buffer, limit: Self.maximumTrailer - seen, fault: .trailer) else {
                    return nil
                }
                if line.readableBytes == 0 {
                    state = .done
                } else {
                    try Self.checkTrailer(line)
                    state = .trailer(seen: seen + line.readableBytes + 2)
                }
            }
        }
    }

    private func take(_ remaining: Int, from buffer: inout ByteBuffer) -> ByteBuffer? {
        let count = min(remaining, buffer.readableBytes)
        return count == 0 ? nil : buffer.readSlice(length: count)
    }

    /// A line without its CRLF; nil while it is incomplete.
    private static func line(
        from buffer: inout ByteBuffer,
        limit: Int,
        fault: HeadFault
    ) throws(HeadFault) -> ByteBuffer? {
        let feed = buffer.withUnsafeReadableBytes { $0.first(.lf, from: 0) }
        guard let feed else {
            guard buffer.readableBytes <= limit else { throw fault }
            return nil
        }
        guard feed <= limit else { throw fault }
        guard feed > 0, buffer.getInteger(at: buffer.readerIndex + feed - 1, as: UInt8.self) == .cr,
            let line = buffer.readSlice(length: feed - 1)
        else { throw .bareLineFeed }
        buffer.moveReaderIndex(forwardBy: 2)
        return line
    }

    /// `1*HEXDIG [ chunk-ext ]`; at most fifteen digits, so that the number cannot overflow.
    private static func size(_ line: ByteBuffer) throws(HeadFault) -> Int {
        let read: Int? = line.withUnsafeReadableBytes { bytes in
            var size = 0
            var digits = 0
            var index = 0
            while index < bytes.count, let value = bytes[index].hexValue {
                size = size << 4 | value
                digits += 1
                index += 1
                guard digits <= 15 else { return nil }
            }
            guard digits > 0 else { return nil }
            return areExtensions(bytes, from: index) ? size : nil
        }
        guard let read else { throw .chunkSize }
        return read
    }

    /// `*( ";" token [ "=" ( token / quoted-string ) ] )` (RFC 9112 §7.1.1), without the spaces and escapes that the
    /// grammar allows and no two readers treat alike.
    private static func areExtensions(_ bytes: Bytes, from start: Int) -> Bool {
        func tokenEnd(_ start: Int) -> Int? {
            var index = start
            while index < bytes.count, bytes[index].isToken { index += 1 }
            return index > start ? index : nil
        }
        var index = start
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: ";"), let name = tokenEnd(index + 1) else { return false }
            index = name
            guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { continue }
            if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") {
                guard let quote = bytes.first(UInt8(ascii: "\""), from: index + 2) else { return false }
                for byte in bytes[(index + 2)..<quote]
                where byte < 0x20 || byte > 0x7E || byte == UInt8(ascii: "\\") { return false }
                index = quote + 1
            } else {
                guard let value = tokenEnd(index + 1) else { return false }
                index = value
            }
        }
        return true
    }

    private static func checkTrailer(_ line: ByteBuffer) throws(HeadFault) {
        let isField = line.withUnsafeReadableBytes { bytes in
            var colon = 0
            while colon < bytes.count, bytes[colon].isToken { colon += 1 }
            guard colon > 0, colon < bytes.count, bytes[colon] == .colon else { return false }
            // What frames a message cannot come after it (RFC 9110 §6.5.1).
            if bytes.equals(0..<colon, "content-length") || bytes.equals(0..<colon, "transfer-encoding") {
                return false
            }
            return bytes[(colon + 1)...].allSatisfy(\.isFieldValue)
        }
        guard isField else { throw .trailer }
    }
}
