import NIOCore

/// Takes the answer of a request of our own. What came of the exchange is in its outcome; the bytes are kept where somebody
/// wants them.
final class InternalClient: ExchangeClient {
    /// Longer answers are none that a probe asks for.
    private static let mostBytes = 4 << 20

    private let keeps: Bool
    private(set) var body = ByteBuffer()
    private(set) var retryAfter: Int?

    init(keeps: Bool) {
        self.keeps = keeps
    }

    var isWritable: Bool { true }

    func answer(_ head: consuming AnswerHead, body: ByteBuffer) {
        guard keeps else { return }
        read(head.finish())
        piece(body)
    }

    func begin(_ head: consuming AnswerHead, length: Int?) {
        if keeps { read(head.finish()) }
    }

    func piece(_ bytes: ByteBuffer) {
        if keeps, body.readableBytes + bytes.readableBytes <= Self.mostBytes { body.writeImmutableBuffer(bytes) }
    }

    func flush() {}
    func end() {}
    /// What came until here is no answer.
    func abort() { body.clear() }

    private func read(_ head: ByteBuffer) {
        let lines = String(buffer: head).split(separator: "\r\n")
        let line = lines.first { $0.lowercased().hasPrefix("retry-after:") }
        retryAfter = line.flatMap { Int($0.dropFirst("retry-after:".count).drop(while: { $0 == " " })) }
    }
}
