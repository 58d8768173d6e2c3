import NIOCore

/// Takes the answer of a request of our own.
final class InternalClient: ExchangeClient {
    /// More of an answer is not kept: nobody reads it.
    private static let mostBytes = 1 << 20

    private(set) var body = ByteBuffer()

    var isWritable: Bool { true }

    func answer(_ head: consuming AnswerHead, body: ByteBuffer) { piece(body) }
    func begin(_ head: consuming AnswerHead, length: Int?) {}
    func piece(_ bytes: ByteBuffer) {
        if body.readableBytes < Self.mostBytes { body.writeImmutableBuffer(bytes) }
    }
    func flush() {}
    func end() {}
    func abort() {}
}
