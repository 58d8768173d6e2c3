import NIOCore

/// What this codec makes of a connection's bytes, as one value that another parser's reading can be held against
/// (decision 0001). For checks only; nothing on the path builds one.
package struct CodecReading: Sendable, Equatable {
    package struct Message: Sendable, Equatable {
        /// A request's method, an answer's three digits.
        package var verb: [UInt8]
        /// Empty for an answer.
        package var target: [UInt8] = []
        package var minorVersion: Int
        package var names: [[UInt8]] = []
        /// Without spaces around them.
        package var values: [[UInt8]] = []
        package var body: [UInt8] = []
        package var keepAlive: Bool
        package var isComplete = false
    }

    package private(set) var messages: [Message] = []
    package private(set) var fault: String?

    /// - Parameter pieces: as reads would bring them.
    package static func requests(_ pieces: [[UInt8]]) -> CodecReading {
        read(pieces) { (buffer, scanned) throws(HeadFault) in
            guard let head = try RequestHead.read(from: &buffer, scanned: &scanned) else { return nil }
            let line = head.bytes.withUnsafeReadableBytes { Array($0.prefix { $0 != .cr }) }
            let parts = line.split(separator: .space)
            let message = Message(
                verb: Array(parts[0]),
                target: Array(parts[1]),
                minorVersion: head.isHTTP11 ? 1 : 0,
                keepAlive: head.keepAlive
            )
            return (message, head.bytes, head.fieldsStart, head.framing)
        }
    }

    /// - Parameter pieces: as reads would bring them; the connection ends after the last.
    package static func answers(_ pieces: [[UInt8]]) -> CodecReading {
        var reading = read(pieces) { (buffer, scanned) throws(HeadFault) in
            guard let head = try ResponseHead.read(from: &buffer, scanned: &scanned) else { return nil }
            let minor = head.bytes.withUnsafeReadableBytes { Int($0[7] - UInt8(ascii: "0")) }
            let message = Message(
                verb: Array("\(head.status)".utf8),
                minorVersion: minor,
                keepAlive: head.keepAlive
            )
            return (message, head.bytes, head.fieldsStart, head.framing)
        }
        if reading.endsWithConnection, reading.fault == nil {
            reading.messages[reading.messages.count - 1].isComplete = true
        }
        return reading
    }

    private var endsWithConnection = false

    private typealias Head = (message: Message, bytes: ByteBuffer, fieldsStart: Int, framing: Framing)

    private static func read(
        _ pieces: [[UInt8]],
        _ readHead: (inout ByteBuffer, inout Int) throws(HeadFault) -> Head?
    ) -> CodecReading {
        var reading = CodecReading()
        var buffer = ByteBuffer()
        var scanned = 0
        var body: BodyReader?
        do throws(HeadFault) {
            for piece in pieces {
                buffer.writeBytes(piece)
                while true {
                    if body == nil {
                        guard let head = try readHead(&buffer, &scanned) else { break }
                        reading.messages.append(withFields(head))
                        body = BodyReader(head.framing)
                    }
                    while let bytes = try body?.next(from: &buffer) {
                        reading.messages[reading.messages.count - 1].body.append(contentsOf: bytes.readableBytesView)
                    }
                    guard body?.isDone ?? false else { break }
                    reading.messages[reading.messages.count - 1].isComplete = true
                    body = nil
                }
            }
        } catch {
            reading.fault = "\(error)"
        }
        reading.endsWithConnection = body?.endsWithConnection ?? false
        return reading
    }

    private static func withFields(_ head: Head) -> Message {
        var message = head.message
        head.bytes.withUnsafeReadableBytes { bytes in
            Fields.walkChecked(bytes, from: head.fieldsStart, to: bytes.count) { name, value in
                message.names.append(Array(bytes[name]))
                message.values.append(Array(bytes[value]))
            }
        }
        return message
    }
}
