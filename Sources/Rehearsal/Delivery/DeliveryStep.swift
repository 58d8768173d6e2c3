/// One thing that a connection does to deliver an answer.
package enum DeliveryStep: Sendable, Equatable {
    package struct Head: Sendable, Equatable {
        package var status: Int
        package var fields: [Field]

        package struct Field: Sendable, Equatable {
            package var name: String
            package var value: String

            package init(_ name: String, _ value: String) {
                self.name = name
                self.value = value
            }
        }
    }

    case wait(Duration)
    case head(Head)
    /// Goes out at once, not with what follows.
    case bytes([UInt8])
    /// The answer is over; the connection may be used again.
    case end
    /// The connection closes where it stands.
    case close
    /// The connection is reset: the peer gets an error, not an end.
    case reset
    /// Nothing more happens until the peer leaves.
    case silence
}
