import Domain
import NIOCore
import Routing
import Settings

/// An exchange that waits for a place.
struct QueuedExchange {
    /// nil: for a place among all exchanges, before the first attempt.
    let attempt: Attempt?
    let places: Places
    let id: UInt64
}

/// Queue: what an exchange does where there is no room, at a model or at all.
extension Exchange {
    /// Takes a place among all exchanges, which it holds to its end.
    func enter() {
        if loop.shared.places.enterAtOnce() { return entered() }
        queue(at: loop.shared.places, for: nil, atMost: snapshot.settings.limits.places.longestWait)
    }

    /// The next model answers sooner than a place becomes free; at the last one it is worth a short wait.
    func queue(_ attempt: Attempt) {
        guard !failover.hasNext, !loop.isDraining, continuing == nil else { return passOver(attempt, .modelBusy) }
        queue(at: attempt.target.handle.places, for: attempt, atMost: attempt.target.model.places.longestWait)
    }

    private func queue(at places: Places, for attempt: Attempt?, atMost longest: Duration) {
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        let waiter = NIOLoopBound(attempt, eventLoop: loop.eventLoop)
        let eventLoop = loop.eventLoop
        let now = loop.clock.now
        let entry = places.enter(deadline: totalDeadline.uptimeNanoseconds, now: now.uptimeNanoseconds) { word in
            eventLoop.execute {
                bound.value.loop.clock.turn()
                bound.value.queueMoved(at: places, waiter.value, word)
            }
        }
        switch entry {
        case .started: proceed(attempt)
        case .waiting(let id):
            queued = QueuedExchange(attempt: attempt, places: places, id: id)
            deadline = min(now + TimeAmount(longest), totalDeadline)
        case .refused(let retryAfter): turnAway(attempt, retryAfter)
        }
    }

    private func queueMoved(at places: Places, _ attempt: Attempt?, _ word: Places.Word) {
        guard phase == .attempting, let waited = queued, waited.places === places, waited.attempt === attempt else {
            // It left while it was told.
            if case .hasPlace = word { places.release(after: .zero, now: loop.clock.now.uptimeNanoseconds) }
            return
        }
        queued = nil
        switch word {
        case .hasPlace:
            attempt?.begin(now: loop.clock.now)
            proceed(attempt)
        case .refused(let retryAfter): turnAway(attempt, retryAfter)
        }
    }

    private func proceed(_ attempt: Attempt?) {
        if let attempt { begin(attempt) } else { entered() }
    }

    private func turnAway(_ attempt: Attempt?, _ retryAfter: Duration) {
        guard let attempt else {
            return refuse(
                Refusal(
                    .overloaded,
                    "Holdfast is at its limit of requests under way. Send the request again shortly.",
                    retryAfter: retryAfter.wholeSeconds
                )
            )
        }
        roomAfter = retryAfter
        passOver(attempt, .modelBusy)
    }

    /// The wait was long enough.
    func queueExpired() {
        guard let waited = queued else { return }
        leaveQueue()
        turnAway(waited.attempt, .zero)
    }

    func leaveQueue() {
        guard let left = queued else { return }
        queued = nil
        // Where it is told at this moment, `queueMoved` gives the place back.
        _ = left.places.leave(left.id)
    }
}

extension Duration {
    /// For `Retry-After`: rounded up, and never nothing.
    var wholeSeconds: Int { max(1, Int(components.seconds) + (components.attoseconds > 0 ? 1 : 0)) }
}
