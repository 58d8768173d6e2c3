import Routing
import Testing

@Suite("Admission queue")
struct AdmissionQueueTests {
    private let far: UInt64 = 1_000_000 * ms

    @Test("starts while there is room, then lets wait, then refuses the one that comes")
    func oldestFirst() {
        var queue = AdmissionQueue(limits: .init(concurrency: 2, queue: 2))
        #expect(queue.arrive(1, deadline: far, now: 0) == [.start(1)])
        #expect(queue.arrive(2, deadline: far, now: 0) == [.start(2)])
        #expect(queue.arrive(3, deadline: far, now: 0) == [.wait(3)])
        #expect(queue.arrive(4, deadline: far, now: 0) == [.wait(4)])
        #expect(queue.arrive(5, deadline: far, now: 0) == [.refuse(5, .queueFull, retryAfter: .seconds(1))])
        #expect(queue.finished(after: .seconds(1), now: 0) == [.start(3)])
        #expect(queue.running == 2)
        #expect(queue.waiting == 1)
    }

    @Test("newest first: the one that waited longest makes room, the newest is served next")
    func newestFirst() {
        var queue = AdmissionQueue(limits: .init(concurrency: 1, queue: 2, policy: .newestFirst))
        for id in 1...3 as ClosedRange<UInt64> { _ = queue.arrive(id, deadline: far, now: 0) }
        #expect(
            queue.arrive(4, deadline: far, now: 0) == [.refuse(2, .displaced, retryAfter: .seconds(1)), .wait(4)]
        )
        #expect(queue.finished(after: .zero, now: 0) == [.start(4)])
        #expect(queue.finished(after: .zero, now: 0) == [.start(3)])
    }

    @Test("who waits is refused when its own deadline or the longest wait has come, and is never started then")
    func expiry() {
        var queue = AdmissionQueue(limits: .init(concurrency: 1))
        _ = queue.arrive(1, deadline: far, now: 0)
        _ = queue.arrive(2, deadline: 300 * ms, now: 0)
        _ = queue.arrive(3, deadline: far, now: 0)
        #expect(queue.nextExpiry == 300 * ms)
        #expect(queue.tick(now: 300 * ms - 1) == [])
        #expect(queue.tick(now: 300 * ms) == [.refuse(2, .expired, retryAfter: .seconds(1))])
        #expect(queue.nextExpiry == 5_000 * ms)
        let late = queue.finished(after: .seconds(5), now: 5_000 * ms)
        #expect(late == [.refuse(3, .expired, retryAfter: .seconds(5))])
        #expect(queue.running == 0)
    }

    @Test("when its turn would come too late it is refused at once", arguments: [(2_001, true), (2_000, false)])
    func shedding(deadline: UInt64, waits: Bool) {
        var queue = AdmissionQueue(limits: .init(concurrency: 2))
        for id in 1...3 as ClosedRange<UInt64> { _ = queue.arrive(id, deadline: far, now: 0) }
        _ = queue.finished(after: .seconds(2), now: 0)
        #expect(queue.arrive(4, deadline: far, now: 0) == [.wait(4)])
        let actions = queue.arrive(5, deadline: deadline * ms, now: 0)
        #expect(actions == (waits ? [.wait(5)] : [.refuse(5, .tooLate, retryAfter: .seconds(2))]))
    }

    @Test("an exchange whose time is up is not started even where there is room; no queue means no wait")
    func edges() {
        var queue = AdmissionQueue(limits: .init(concurrency: 1, queue: 0, longestWait: .zero))
        #expect(queue.arrive(1, deadline: 5, now: 5) == [.refuse(1, .expired, retryAfter: .seconds(1))])
        #expect(queue.arrive(2, deadline: 6, now: 5) == [.start(2)])
        #expect(queue.arrive(3, deadline: far, now: 5) == [.refuse(3, .queueFull, retryAfter: .seconds(1))])
    }

    @Test("who leaves frees its place in the queue; leaving twice or while running says so")
    func leaving() {
        var queue = AdmissionQueue(limits: .init(concurrency: 1))
        for id in 1...3 as ClosedRange<UInt64> { _ = queue.arrive(id, deadline: far, now: 0) }
        #expect(queue.leave(2) == true)
        #expect(queue.leave(2) == false)
        #expect(queue.leave(1) == false)
        #expect(queue.finished(after: .zero, now: 0) == [.start(3)])
    }

    @Test("new settings start more at once, or let go of those who would be served last")
    func adopt() {
        var queue = AdmissionQueue(limits: .init(concurrency: 1))
        for id in 1...5 as ClosedRange<UInt64> { _ = queue.arrive(id, deadline: far, now: 0) }
        let actions = queue.adopt(.init(concurrency: 2, queue: 1), now: 0)
        #expect(
            actions == [
                .start(2), .refuse(5, .queueFull, retryAfter: .seconds(1)),
                .refuse(4, .queueFull, retryAfter: .seconds(1)),
            ]
        )
    }
}
