import NIOCore

/// The head of an answer on its way to a client: status and finished field lines, without framing and connection
/// fields, which are the client side's to add.
struct AnswerHead {
    var status: Int
    /// `name: value` lines, each with its line end.
    var fields: ByteBuffer
}

/// Where an exchange's answer goes. A connection is one; canaries, probes and mirrors are others.
///
/// Called on the exchange's loop. Either `answer` once, or `begin`, any number of `piece`, then `end` or `abort`.
protocol ExchangeClient: AnyObject {
    /// False while what was sent waits to be taken: the exchange then stops reading from the provider.
    var isWritable: Bool { get }
    /// The whole answer at once.
    func answer(_ head: AnswerHead, body: ByteBuffer)
    /// - Parameter length: of the body, when the provider told it.
    func begin(_ head: AnswerHead, length: Int?)
    func piece(_ bytes: ByteBuffer)
    func flush()
    /// The answer is complete.
    func end()
    /// The answer ends here and must not look complete.
    func abort()
}
