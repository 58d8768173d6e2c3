import ArgumentParser

/// What the first model of a route does while the second, the substitute, is well.
enum FirstModel: String, Sendable, CaseIterable, ExpressibleByArgument {
    /// It answers: what the others compare with.
    case healthy
    /// As `unavailable`, behind a breaker that is open already: nobody asks it.
    case open
    /// Nothing listens where it should be.
    case refused
    case unavailable = "503"
    case rateLimited = "429"
    /// Takes the request and resets the connection.
    case reset
    /// Breaks off before any content: a stream behind its head and the frame with the role, a plain answer in its middle.
    case cut

    /// Whether it sees requests, and so can say when it failed one. The sender of a refusal is the kernel.
    var tellsItsFaults: Bool {
        switch self {
        case .unavailable, .rateLimited, .reset, .cut: true
        case .healthy, .open, .refused: false
        }
    }
}
