import NIOCore
import Testing

@testable import Relay

@Suite("Deadlines")
struct DeadlinesTests {
    final class Alarm: Expiring {
        var due: NIODeadline
        var deadlineSlot = 0
        var fired = 0
        var onFire: (() -> Void)?

        init(_ due: NIODeadline) { self.due = due }

        func deadlineReached(now: NIODeadline) {
            fired += 1
            due = .distantFuture
            onFire?()
        }
    }

    private let start = NIODeadline.uptimeNanoseconds(1_000)

    @Test("fires what is due and nothing else")
    func firesDue() {
        let deadlines = Deadlines()
        let early = Alarm(start)
        let late = Alarm(start + .seconds(1))
        deadlines.watch(early)
        deadlines.watch(late)
        deadlines.fire(now: start)
        deadlines.fire(now: start)
        #expect(early.fired == 1)
        #expect(late.fired == 0)
    }

    @Test("one that fires may forget the others, and they then do not fire")
    func forgetWhileFiring() {
        let deadlines = Deadlines()
        let alarms = (0..<5).map { _ in Alarm(start) }
        for alarm in alarms { deadlines.watch(alarm) }
        alarms[0].onFire = {
            for other in alarms.dropFirst() {
                other.due = .distantFuture
                deadlines.forget(other)
            }
        }
        deadlines.fire(now: start)
        #expect(alarms.map(\.fired) == [1, 0, 0, 0, 0])
    }

    @Test("forgetting twice, or something never watched, touches nobody else")
    func forgetTwice() {
        let deadlines = Deadlines()
        let kept = Alarm(start)
        let gone = Alarm(start)
        deadlines.watch(gone)
        deadlines.watch(kept)
        deadlines.forget(gone)
        deadlines.forget(gone)
        deadlines.forget(Alarm(start))
        deadlines.fire(now: start)
        #expect(kept.fired == 1)
        #expect(gone.fired == 0)
    }
}
