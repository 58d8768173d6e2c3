import Control
import NIOCore

/// Whether an event loop slept: its process was stopped, say, and goes on. It would act on what came meanwhile before anybody
/// tells it what was ordered meanwhile, so it waits for one look at the ledger.
struct LoopSleep {
    /// Far beyond the pause between two ticks; an order is said not to be confirmed only after longer.
    private static let limit = TimeAmount.milliseconds(500)
    /// Serving goes on under what is known when nobody looks any more.
    private static let patience = TimeAmount.seconds(1)

    /// nil in loops that have no ticks. Until the first one, when they began: a process may be stopped before it.
    private var lastTick: NIODeadline?
    private var awaited: (look: UInt64, until: NIODeadline)?

    mutating func ticksBegin(now: NIODeadline) { lastTick = now }

    mutating func ticked(now: NIODeadline, _ lookout: Lookout) {
        notice(now, lookout)
        lastTick = now
    }

    /// True nearly always: it did not sleep, or what was ordered meanwhile is in force here.
    mutating func isOver(now: NIODeadline, _ lookout: Lookout) -> Bool {
        notice(now, lookout)
        guard let awaited else { return true }
        guard lookout.knows(awaited.look) || now >= awaited.until else { return false }
        self.awaited = nil
        return true
    }

    private mutating func notice(_ now: NIODeadline, _ lookout: Lookout) {
        guard let last = lastTick, now - last > Self.limit else { return }
        lastTick = now
        awaited = (lookout.awaitNext(), now + Self.patience)
    }
}
