import Control
import NIOCore
import Testing

@testable import Relay

@Suite("An event loop's sleep")
struct LoopSleepTests {
    private let lookout = Lookout()

    /// Asks as an exchange does.
    private func isOver(_ sleep: inout LoopSleep, at milliseconds: Int64) -> Bool {
        sleep.isOver(now: at(milliseconds), lookout)
    }

    private func at(_ milliseconds: Int64) -> NIODeadline { .uptimeNanoseconds(1) + .milliseconds(milliseconds) }

    @Test("a loop that ticks, and one that never ticked, waits for nothing")
    func awake() {
        var sleep = LoopSleep()
        #expect(isOver(&sleep, at: 90_000))
        for tick in 0..<100 {
            sleep.ticked(now: at(100_000 + Int64(tick) * 50), lookout)
            #expect(isOver(&sleep, at: 100_000 + Int64(tick) * 50 + 400))
        }
    }

    @Test(
        "a loop that slept waits for a look that began afterwards, also when it slept before its first tick",
        arguments: [true, false],
        [true, false]
    )
    func slept(hasTicked: Bool, ticksFirst: Bool) {
        var sleep = LoopSleep()
        sleep.ticksBegin(now: at(0))
        if hasTicked { sleep.ticked(now: at(0), lookout) }
        let before = lookout.begin()
        if ticksFirst { sleep.ticked(now: at(3_000), lookout) }
        #expect(!isOver(&sleep, at: 3_000))
        lookout.know(before)
        sleep.ticked(now: at(3_010), lookout)
        #expect(!isOver(&sleep, at: 3_010))
        lookout.know(lookout.begin())
        #expect(isOver(&sleep, at: 3_020))
    }

    @Test("nobody looks: serving goes on in the end")
    func patience() {
        var sleep = LoopSleep()
        sleep.ticked(now: at(0), lookout)
        for time in stride(from: Int64(3_000), to: 4_000, by: 50) {
            sleep.ticked(now: at(time), lookout)
            #expect(!isOver(&sleep, at: time))
        }
        #expect(isOver(&sleep, at: 4_000))
    }
}
