import NIOCore
import Routing
import Settings

/// An attempt that waits for a place at its model.
struct QueuedAttempt {
    let attempt: Attempt
    let id: UInt64
}

/// Queue: what an exchange does at a model that has no room.
extension Exchange {
    /// The next model answers sooner than a place becomes free; at the last one it is worth a short wait.
    func queue(_ attempt: Attempt) {
        guard !failover.hasNext, !loop.isDraining, continuing == nil else { return passOver(attempt, .modelBusy) }
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        let waited = NIOLoopBound(attempt, eventLoop: loop.eventLoop)
        let eventLoop = loop.eventLoop
        let now = loop.clock.now
        let entry = attempt.target.handle.places.enter(
            deadline: totalDeadline.uptimeNanoseconds,
            now: now.uptimeNanoseconds
        ) { hasPlace in
            eventLoop.execute {
                bound.value.loop.clock.turn()
                bound.value.queueMoved(waited.value, hasPlace: hasPlace)
            }
        }
        switch entry {
        case .started: begin(attempt)
        case .waiting(let id):
            queued = QueuedAttempt(attempt: attempt, id: id)
            deadline = min(now + TimeAmount(attempt.target.model.places.longestWait), totalDeadline)
        case .refused: passOver(attempt, .modelBusy)
        }
    }

    private func queueMoved(_ attempt: Attempt, hasPlace: Bool) {
        let now = loop.clock.now
        guard phase == .attempting, queued?.attempt === attempt else {
            // It left while it was told.
            if hasPlace { attempt.target.handle.places.release(after: .zero, now: now.uptimeNanoseconds) }
            return
        }
        queued = nil
        guard hasPlace else { return passOver(attempt, .modelBusy) }
        attempt.begin(now: now)
        begin(attempt)
    }

    /// The wait was long enough.
    func queueExpired() {
        guard let queued else { return }
        leaveQueue()
        passOver(queued.attempt, .modelBusy)
    }

    func leaveQueue() {
        guard let left = queued else { return }
        queued = nil
        // Where it is told at this moment, `queueMoved` gives the place back.
        _ = left.attempt.target.handle.places.leave(left.id)
    }
}
