import NIOCore

/// The head of an answer on its way to a client: status line and finished field lines, without framing and connection
/// fields, which are the client side's to add.
///
/// Not copyable, so that whoever gets it goes on writing in the same memory.
struct AnswerHead: ~Copyable {
    let status: Int
    private var text = ByteBuffer()

    /// The client side's own fields: date, cross-origin, connection, framing.
    private static let clientFields = 640
    private static let statusLine = 64

    /// - Parameter fields: room for all that `write` writes: `name: value` lines, each with its line end.
    /// - Parameter body: length of what the client side will copy behind the head.
    init(status: Int, fields: Int, body: Int = 0, _ write: (inout TextWriter) -> Void) {
        self.status = status
        text.reserveCapacity(Self.statusLine + fields + Self.clientFields + body)
        text.write(atMost: Self.statusLine + fields) { writer in
            writer.write("HTTP/1.1 ")
            writer.write(status)
            writer.write(StatusText.reason(status))
            write(&writer)
        }
    }

    /// Status line and fields; ends behind a line's end.
    consuming func finish() -> ByteBuffer { text }
}
