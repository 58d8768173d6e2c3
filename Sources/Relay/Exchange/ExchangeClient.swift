import NIOCore

/// Where an exchange's answer goes. A connection is one; canaries, probes and mirrors are others.
///
/// Called on the exchange's loop. Either `answer` once, or `begin`, any number of `piece`, then `end` or `abort`.
protocol ExchangeClient: AnyObject {
    /// False while what was sent waits to be taken: the exchange then stops reading from the provider.
    var isWritable: Bool { get }
    /// The whole answer at once.
    func answer(_ head: consuming AnswerHead, body: ByteBuffer)
    /// - Parameter length: of the body, when the provider told it.
    func begin(_ head: consuming AnswerHead, length: Int?)
    func piece(_ bytes: ByteBuffer)
    func flush()
    /// The answer is complete.
    func end()
    /// The answer ends here and must not look complete.
    func abort()
}
