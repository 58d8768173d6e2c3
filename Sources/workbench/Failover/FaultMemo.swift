import NIOCore

/// When the first model last failed a request that nobody has answered yet. Both models of a route live in one process, on
/// one event loop, and there is one request at a time, so that the substitute can say in its answer how old the fault is.
final class FaultMemo {
    private var failedAt: UInt64 = 0

    func note(_ time: NIODeadline) {
        failedAt = time.uptimeNanoseconds
    }

    /// Nanoseconds of the machine's monotonic clock; 0: no model was asked in vain.
    func take() -> UInt64 {
        defer { failedAt = 0 }
        return failedAt
    }
}
