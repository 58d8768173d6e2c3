import Domain
import Routing
import Testing

/// A millisecond in the nanoseconds that this module counts.
let ms: UInt64 = 1_000_000

/// A breaker with a clock and dice of its own.
struct BreakerDriver {
    var breaker: Breaker
    var now: UInt64
    private var random: SeededRandom

    init(_ limits: BreakerLimits = BreakerLimits(jitterPercent: 0), seed: Int = 0, start: UInt64 = 7_777_777) {
        breaker = Breaker(limits: limits)
        now = start
        random = SystemRandomNumberGenerator.seeded(seed)
    }

    /// Opened by failures, and the cool-down is just over.
    static func opened() -> BreakerDriver {
        var driver = BreakerDriver()
        driver.fail(5)
        driver.now += 15_000 * ms
        return driver
    }

    mutating func ticket() -> BreakerTicket? {
        switch breaker.admit(now: now) {
        case .admitted(let ticket): ticket
        case .refused: nil
        }
    }

    mutating func admitted() throws -> BreakerTicket {
        let ticket = ticket()
        return try #require(ticket)
    }

    mutating func overruled(after wait: UInt64 = 0) throws -> BreakerTicket {
        let ticket = breaker.overrule(now: now + wait)
        return try #require(ticket)
    }

    mutating func report(_ ticket: BreakerTicket, _ outcome: Breaker.Outcome) {
        breaker.report(ticket, outcome, now: now, using: &random)
    }

    mutating func once(_ outcome: Breaker.Outcome) {
        if let ticket = ticket() { report(ticket, outcome) }
    }

    mutating func fail(_ times: Int) {
        for _ in 0..<times { once(.failure) }
    }

    mutating func succeed(_ times: Int = 1, after time: Duration = .milliseconds(500)) {
        for _ in 0..<times { once(.success(time)) }
    }
}
