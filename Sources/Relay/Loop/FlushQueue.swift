import NIOCore

/// A connection with written bytes that have not left yet.
protocol Flushing: AnyObject {
    func flushNow()
}

/// What one event loop wrote while it went through the events that came in together: it leaves when they are all dealt
/// with, a moment later.
///
/// A write that finds its reader asleep wakes it, which is the dearest thing a request makes the system do. Written together,
/// the second byte finds the reader awake.
final class FlushQueue {
    private let eventLoop: any EventLoop
    private var waiting: [any Flushing] = []

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// The connection is flushed once, soon; it may be closed by then.
    func add(_ connection: any Flushing) {
        waiting.append(connection)
        guard waiting.count == 1 else { return }
        eventLoop.assumeIsolated().execute { self.flush() }
    }

    private func flush() {
        let ready = waiting
        waiting.removeAll(keepingCapacity: true)
        for connection in ready { connection.flushNow() }
    }
}
