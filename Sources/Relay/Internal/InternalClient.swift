import NIOCore

/// Takes the answer of a request of our own, and keeps none of it: what came of the exchange is in its outcome.
final class InternalClient: ExchangeClient {
    var isWritable: Bool { true }

    func answer(_ head: consuming AnswerHead, body: ByteBuffer) {}
    func begin(_ head: consuming AnswerHead, length: Int?) {}
    func piece(_ bytes: ByteBuffer) {}
    func flush() {}
    func end() {}
    func abort() {}
}
