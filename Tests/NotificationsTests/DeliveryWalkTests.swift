import Domain
import HoldfastTesting
import Notifications
import Testing

@Suite("Delivery plan, random walks")
struct DeliveryWalkTests {
    @Test(
        "each event is told once and in order, or given up, whatever fails and whenever the process dies",
        arguments: 0..<200
    )
    func invariants(seed: Int) {
        var walk = DeliveryWalk(seed: seed)
        for _ in 0..<1500 { walk.step() }
        walk.drain()
        // At least once, and twice only for the one that was under way.
        var distinct: [Int] = []
        for position in walk.taken where position != distinct.last { distinct.append(position) }
        #expect(distinct == distinct.sorted() && Set(distinct).count == distinct.count)
        #expect(walk.taken.count - distinct.count <= walk.lostMarks)
        #expect(Set(distinct + walk.givenUp) == Set(walk.events.indices.filter { walk.events[$0].isTold }))
        // A receiver that works loses nothing but what it never takes.
        #expect(Set(walk.givenUp).isSubset(of: walk.events.indices.filter { walk.events[$0].isPoison }))
        #expect(walk.taken.allSatisfy { !walk.events[$0].isPoison })
    }
}

/// A ledger that grows, an endpoint that is down for hours at a time and takes some events never, a process that is killed.
private struct DeliveryWalk {
    struct Event {
        var isTold: Bool
        var isPoison: Bool
    }

    private(set) var events: [Event] = []
    private(set) var taken: [Int] = []
    private(set) var givenUp: [Int] = []
    /// Deliveries whose mark died with the process.
    private(set) var lostMarks = 0
    private var random: SeededRandom
    private var now: UInt64 = 1_781_299_800_000
    private var downUntil: UInt64 = 0
    private var plan: DeliveryPlan
    private var kept: DeliveryPlan.Mark

    init(seed: Int) {
        random = SeededRandom(seed: seed)
        kept = DeliveryPlan.Mark(position: 0, remindedAt: now)
        plan = DeliveryPlan(kept, repeats: .seconds(3600))
    }

    mutating func step() {
        now += UInt64(random.below(20_000))
        if random.chance(4) {
            events.append(Event(isTold: !random.chance(3), isPoison: random.chance(40)))
        }
        // Hours, but less than the day after which a message would be given up.
        if random.chance(200) { downUntil = now + UInt64(random.below(6 * 3_600_000)) }
        if random.chance(50) { plan = DeliveryPlan(kept, repeats: .seconds(3600)) }
        deliver()
    }

    mutating func drain() {
        downUntil = 0
        for _ in 0..<1_000_000 where plan.mark.position < events.count { deliver() }
    }

    private mutating func deliver() {
        let waiting = [DeliveryPlan.Waiting(recall: "a", since: 1_781_299_800_000)]
        switch plan.next(end: events.count, waiting: waiting, now: now) {
        case .events(let range):
            let event = events[range.lowerBound]
            guard event.isTold else { return plan.pass(range.lowerBound) }
            let item = DeliveryPlan.Item.event(position: range.lowerBound)
            let isTaken = attempt(item, fails: event.isPoison)
            if isTaken { taken.append(range.lowerBound) }
            if isTaken, random.chance(30) {
                lostMarks += 1
                plan = DeliveryPlan(kept, repeats: .seconds(3600))
            } else {
                kept = plan.mark
            }
        case .remind(let reminder):
            attempt(.reminder(reminder), fails: false)
            kept = plan.mark
        case .alarm, .rest: break
        }
    }

    @discardableResult
    private mutating func attempt(_ item: DeliveryPlan.Item, fails: Bool) -> Bool {
        guard fails || now < downUntil else {
            plan.accepted(item)
            return true
        }
        let aftermath = plan.failed(item, now: now, using: &random)
        if aftermath.isGivenUp, case .event(let position) = item { givenUp.append(position) }
        now += UInt64(aftermath.wait / .milliseconds(1))
        return false
    }
}
