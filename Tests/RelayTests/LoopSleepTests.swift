import Control
import NIOCore
import Testing

@testable import Relay

@Suite("An event loop's sleep")
struct LoopSleepTests {
    private let lookout = Lookout()

    private func at(_ milliseconds: Int64) -> NIODeadline { .uptimeNanoseconds(1) + .milliseconds(milliseconds) }

    @Test("a loop that ticks, and one that never ticked, waits for nothing")
    func awake() {
        var sleep = LoopSleep()
        let isOver1 = sleep.isOver(now: at(90_000), lookout)
        #expect(isOver1)
        for tick in 0..<100 {
            sleep.ticked(now: at(100_000 + Int64(tick) * 50), lookout)
            let isOver2 = sleep.isOver(now: at(100_000 + Int64(tick) * 50 + 400), lookout)
            #expect(isOver2)
        }
    }

    @Test("a loop that slept waits for a look that began afterwards", arguments: [true, false])
    func slept(ticksFirst: Bool) {
        var sleep = LoopSleep()
        sleep.ticked(now: at(0), lookout)
        let before = lookout.begin()
        if ticksFirst { sleep.ticked(now: at(3_000), lookout) }
        let isOver3 = sleep.isOver(now: at(3_000), lookout)
        #expect(!isOver3)
        lookout.know(before)
        sleep.ticked(now: at(3_010), lookout)
        let isOver4 = sleep.isOver(now: at(3_010), lookout)
        #expect(!isOver4)
        lookout.know(lookout.begin())
        let isOver5 = sleep.isOver(now: at(3_020), lookout)
        #expect(isOver5)
    }

    @Test("nobody looks: serving goes on in the end")
    func patience() {
        var sleep = LoopSleep()
        sleep.ticked(now: at(0), lookout)
        for time in stride(from: Int64(3_000), to: 4_000, by: 50) {
            sleep.ticked(now: at(time), lookout)
            let isOver6 = sleep.isOver(now: at(time), lookout)
            #expect(!isOver6)
        }
        let isOver7 = sleep.isOver(now: at(4_000), lookout)
        #expect(isOver7)
    }
}
