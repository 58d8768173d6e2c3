package import Dialects
import Domain
package import JSON

/// A request as the provider got it.
package struct ProviderRequest: Sendable {
    /// From 1, since the script was set.
    package var number: Int
    /// From 1, over the provider's life.
    package var connection: Int
    package var message: Message

    package init(number: Int, connection: Int, message: Message) {
        self.number = number
        self.connection = connection
        self.message = message
    }

    package var json: JSONValue? { try? JSONValue(parsing: message.body) }
    package var wantsStream: Bool { json?["stream"]?.bool ?? false }

    var path: Substring { message.target.prefix { $0 != "?" } }

    /// That it was asked in; nil for an operation that is no conversation.
    package var dialect: Dialect? {
        switch path {
        case _ where path.hasSuffix("/chat/completions"): .chatCompletions
        case _ where path.hasSuffix("/responses"): .responses
        case _ where path.hasSuffix("/messages"): .messages
        default: nil
        }
    }
}

/// The provider's own account of what happened to it: the side of the story that no gateway can colour.
package struct ProviderLog: Sendable {
    package struct Connection: Sendable {
        package var number: Int
        package var openedAt: ContinuousClock.Instant
        package var closedAt: ContinuousClock.Instant?
        /// The other side ended it, before the script did.
        package var closedByPeer = false
        package var bytesReceived = 0
    }

    package struct Entry: Sendable {
        package var request: ProviderRequest
        package var arrivedAt: ContinuousClock.Instant
        /// Handed to the system, which took them.
        package var bytesSent = 0
        /// All steps were done.
        package var isFinished = false
        package var finishedAt: ContinuousClock.Instant?
        /// The other side left before that.
        package var peerLeftAt: ContinuousClock.Instant?

        package init(request: ProviderRequest, arrivedAt: ContinuousClock.Instant) {
            self.request = request
            self.arrivedAt = arrivedAt
        }
    }

    package var connections: [Connection] = []
    package var requests: [Entry] = []

    package var openConnections: Int { connections.count { $0.closedAt == nil } }
}
