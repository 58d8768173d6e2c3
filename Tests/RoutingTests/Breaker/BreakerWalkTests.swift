import Domain
import Routing
import Testing

@Suite("Breaker, random walks")
struct BreakerWalkTests {
    @Test("never two trials at once, never one lost, and every report is in exactly one account", arguments: 0..<200)
    func invariants(seed: Int) {
        var walk = BreakerWalk(seed: seed, start: 0)
        for _ in 0..<800 {
            walk.step()
            #expect(walk.liveTrials <= 1)
            #expect((walk.model.breaker.state == .halfOpen) == (walk.liveTrials == 1))
        }
        let counts = walk.model.breaker.counts
        #expect(counts.reports == walk.reported)
        #expect(counts.admitted + counts.overruled == walk.given)
        #expect(counts.admitted + counts.refused == walk.asked)
    }

    @Test("the walks go everywhere: every cause, lost trials, late reports, overruled attempts")
    func coverage() {
        var causes: Set<BreakerCause> = []
        var lost: UInt64 = 0
        var late: UInt64 = 0
        var overruled: UInt64 = 0
        for seed in 0..<200 {
            var walk = BreakerWalk(seed: seed, start: 0)
            for _ in 0..<800 {
                walk.step()
                if let cause = walk.model.breaker.cause { causes.insert(cause) }
            }
            lost += walk.model.breaker.counts.lostTrials
            late += walk.model.breaker.counts.late
            overruled += walk.model.breaker.counts.overruled
        }
        #expect(causes == Set(BreakerCause.allCases))
        #expect(lost > 100 && late > 100 && overruled > 100)
    }

    @Test("whatever happened and whoever never reported, the model is found again", arguments: 0..<200)
    func alwaysRecovers(seed: Int) {
        var walk = BreakerWalk(seed: seed, start: 0)
        for _ in 0..<300 { walk.step() }
        // The longest cool-down and the limit of a trial are both two minutes.
        walk.model.now += 120_000 * ms
        walk.model.succeed()
        #expect(walk.model.breaker.state == .closed)
    }

    @Test("where the clock stands changes nothing", arguments: 0..<50)
    func shifted(seed: Int) {
        let offset: UInt64 = 123_456_789_012_345
        var here = BreakerWalk(seed: seed, start: 0)
        var there = BreakerWalk(seed: seed, start: offset)
        for _ in 0..<800 {
            here.step()
            there.step()
            #expect(here.model.breaker.state.shifted(by: offset) == there.model.breaker.state)
        }
        #expect(here.model.breaker.counts == there.model.breaker.counts)
    }
}

/// Callers that come, report, come late or never report, at random.
private struct BreakerWalk {
    var model: BreakerDriver
    var reported: UInt64 = 0
    var given: UInt64 = 0
    var asked: UInt64 = 0
    private var out: [BreakerTicket] = []
    private var trial: BreakerTicket?
    private var random: SeededRandom

    private enum Health: CaseIterable {
        case sound, failing, slow

        var outcomes: [Breaker.Outcome] {
            switch self {
            case .sound: [.success(.zero), .success(.zero), .success(.seconds(2)), .failure, .neutral]
            case .failing: [.failure, .failure, .failure, .success(.seconds(2)), .neutral]
            case .slow: [.success(.seconds(2))]
            }
        }
    }

    /// Sickness comes in spells, or long runs of the same outcome would be too rare to open anything.
    private var health = Health.sound

    init(seed: Int, start: UInt64) {
        model = BreakerDriver(BreakerLimits(minimumCalls: 5, slowAfter: .seconds(1)), seed: seed, start: start)
        random = SystemRandomNumberGenerator.seeded(seed + 1_000)
    }

    /// A trial whose verdict the breaker still waits for.
    var liveTrials: Int { trial == nil ? 0 : 1 }

    mutating func step() {
        model.now += .random(in: 0...3_000, using: &random) * ms
        if Int.random(in: 0..<20, using: &random) == 0 {
            health = Health.allCases.randomElement(using: &random) ?? .sound
        }
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: ask()
        case 5: overrule()
        case 6 where !out.isEmpty: lose()
        default: report()
        }
    }

    private mutating func ask() {
        asked += 1
        let lost = model.breaker.counts.lostTrials
        guard let ticket = model.ticket() else { return }
        take(ticket, lost)
    }

    private mutating func overrule() {
        let before = model.breaker.counts
        guard let ticket = model.breaker.overrule(now: model.now) else { return }
        if model.breaker.counts.admitted > before.admitted { asked += 1 }
        take(ticket, before.lostTrials)
    }

    private mutating func take(_ ticket: BreakerTicket, _ lost: UInt64) {
        given += 1
        out.append(ticket)
        guard ticket.isTrial else { return }
        #expect(trial == nil || model.breaker.counts.lostTrials == lost + 1, "a second trial while one is out")
        trial = ticket
    }

    private mutating func report() {
        guard let index = out.indices.randomElement(using: &random) else { return }
        let ticket = out.remove(at: index)
        model.report(ticket, health.outcomes.randomElement(using: &random) ?? .neutral)
        reported += 1
        if ticket == trial { trial = nil }
    }

    /// A ticket that nobody will ever hand back.
    private mutating func lose() {
        out.removeFirst()
    }
}

extension BreakerState {
    fileprivate func shifted(by offset: UInt64) -> BreakerState {
        switch self {
        case .closed, .halfOpen: self
        case .open(let until): .open(until: until + offset)
        }
    }
}
