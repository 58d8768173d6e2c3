import Testing

@testable import Routing

@Suite("Clocks of an attempt")
struct AttemptClocksTests {
    private static let second: UInt64 = 1_000_000_000
    private static let limits = ClockLimits(
        connect: .seconds(5),
        head: .seconds(30),
        firstContent: .seconds(40),
        idle: .seconds(20),
        attempt: .seconds(300),
        floor: 10,
        floorWindow: .seconds(25)
    )

    enum Step: Sendable {
        case connecting, sent, head, resume
        case flow(Int)
    }

    private static func play(_ steps: [(at: UInt64, step: Step)]) -> AttemptClocks {
        var clocks = AttemptClocks(limits, now: 0)
        for (at, step) in steps { apply(step, to: &clocks, now: at * second) }
        return clocks
    }

    private static func apply(_ step: Step, to clocks: inout AttemptClocks, now: UInt64) {
        switch step {
        case .connecting: clocks.connecting(now: now)
        case .sent: clocks.sent(now: now)
        case .head: clocks.headCame()
        case .resume: clocks.resume(now: now)
        case .flow(let bytes): clocks.flow(bytes, now: now)
        }
    }

    /// Steps, when the next clock runs out, and as what.
    static let rows: [(steps: [(at: UInt64, step: Step)], deadline: UInt64, failure: AttemptFailure?)] = [
        ([], 5, .connectTimeout),
        // Another connection for the same attempt has its own time.
        ([(3, .connecting)], 8, .connectTimeout),
        ([(1, .sent)], 31, .headTimeout),
        ([(1, .sent), (20, .head)], 41, .firstContentTimeout),
        ([(1, .sent), (30, .head), (40, .flow(9000))], 60, .idleTimeout),
        // The floor's window ends and enough came.
        ([(1, .sent), (2, .head), (3, .flow(200)), (20, .flow(50))], 28, nil),
        ([(1, .sent), (2, .head), (3, .flow(200)), (20, .flow(49))], 28, .tooSlow),
        // A client that does not read starts both anew.
        ([(1, .sent), (2, .head), (3, .flow(1)), (20, .resume)], 40, .idleTimeout),
        // It is not the provider's content.
        ([(1, .sent), (2, .head), (20, .resume)], 41, .firstContentTimeout),
        ([(1, .sent), (2, .head), (299, .flow(9000))], 300, .attemptTimeout),
    ]

    @Test("the first content is waited for before the head as after it")
    func firstContentBeforeHead() {
        let limits = ClockLimits(
            connect: .seconds(5),
            head: .seconds(300),
            firstContent: .seconds(2),
            idle: .seconds(20),
            attempt: .seconds(300),
            floor: 0,
            floorWindow: .seconds(25)
        )
        var clocks = AttemptClocks(limits, now: 0)
        clocks.sent(now: Self.second)
        #expect(clocks.deadline == 3 * Self.second)
        #expect(clocks.expire(now: 3 * Self.second) == .firstContentTimeout)
    }

    @Test("the shortest that runs decides", arguments: rows)
    func deadline(steps: [(at: UInt64, step: Step)], deadline: UInt64, failure: AttemptFailure?) {
        var clocks = Self.play(steps)
        #expect(clocks.deadline == deadline * Self.second)
        #expect(clocks.expire(now: deadline * Self.second - 1) == nil)
        #expect(clocks.expire(now: deadline * Self.second) == failure)
        if failure == nil { #expect(clocks.deadline > deadline * Self.second) }
    }

    @Test("a floor of nothing is none, and lengths beyond all time do not trap")
    func extremes() {
        let limits = ClockLimits(
            connect: .seconds(Int64.max),
            head: .seconds(-1),
            firstContent: .zero,
            idle: .seconds(Int64.max),
            attempt: .seconds(Int64.max),
            floor: .max,
            floorWindow: .seconds(Int64.max)
        )
        var clocks = AttemptClocks(limits, now: .max - 5)
        #expect(clocks.deadline == .max)
        clocks.sent(now: .max)
        clocks.headCame()
        clocks.flow(1 << 40, now: .max)
        clocks.flow(1, now: .max)
        _ = clocks.expire(now: .max)
        let none = ClockLimits(
            connect: .seconds(1),
            head: .seconds(1),
            firstContent: .seconds(1),
            idle: .seconds(9),
            attempt: .seconds(99),
            floor: 0,
            floorWindow: .seconds(1)
        )
        var still = AttemptClocks(none, now: 0)
        still.sent(now: 0)
        still.headCame()
        still.flow(1, now: 0)
        #expect(still.deadline == 9 * Self.second)
    }

    @Test(
        "whatever comes in whatever order, a clock that is asked at its deadline fails or moves on",
        arguments: 0..<20
    )
    func walk(seed: Int) {
        var random = SystemRandomNumberGenerator.seeded(seed)
        var clocks = AttemptClocks(Self.limits, now: 0)
        var now: UInt64 = 0
        for _ in 0..<400 {
            switch Int.random(in: 0..<7, using: &random) {
            case 0: clocks.connecting(now: now)
            case 1: clocks.sent(now: now)
            case 2: clocks.headCame()
            case 3: clocks.resume(now: now)
            case 4: clocks.flow(Int.random(in: 0...400, using: &random), now: now)
            case 5: now += UInt64.random(in: 0...(4 * Self.second), using: &random)
            default:
                let deadline = max(now, clocks.deadline)
                let failure = clocks.expire(now: deadline)
                #expect(failure?.isTime ?? (clocks.deadline > deadline))
                // Long before it, nothing has run out.
                var early = clocks
                if now < clocks.deadline { #expect(early.expire(now: now) == nil) }
                if failure != nil { clocks = AttemptClocks(Self.limits, now: now) }
            }
            #expect(clocks.deadline <= .max)
        }
    }
}
