import Domain
import Routing
import Testing

@Suite("Admission queue, random walks")
struct AdmissionWalkTests {
    @Test("bounds hold, deadlines hold, and every id gets exactly one final action", arguments: 0..<200)
    func invariants(seed: Int) {
        var walk = AdmissionWalk(seed: seed, start: 0)
        for _ in 0..<600 { walk.step() }
        walk.drain()
        #expect(walk.ended.count == Int(walk.queue.counts.arrived))
        let counts = walk.queue.counts
        #expect(counts.arrived == counts.started + counts.refused + counts.left)
        #expect(walk.queue.running == 0)
        #expect(walk.queue.waiting == 0)
    }

    @Test("where the clock stands changes nothing", arguments: 0..<50)
    func shifted(seed: Int) {
        var here = AdmissionWalk(seed: seed, start: 0)
        var there = AdmissionWalk(seed: seed, start: 77_777_777_777_777)
        for _ in 0..<600 {
            here.step()
            there.step()
        }
        #expect(here.log == there.log)
    }

    @Test("at ten times capacity what is served is served in time, and afterwards all is well at once")
    func overload() {
        var queue = AdmissionQueue(limits: .init(concurrency: 10, queue: 20, longestWait: .seconds(2)))
        var ends: [UInt64] = []
        var refused = 0
        // Ten places of one second each: capacity is ten a second; a hundred a second come.
        for id in 0..<3_000 as Range<UInt64> {
            let now = id * 10 * ms
            while let end = ends.first, end <= now {
                ends.removeFirst()
                for case .start in queue.finished(after: .seconds(1), now: end) { ends.append(end + 1_000 * ms) }
            }
            for action in queue.arrive(id, deadline: now + 10_000 * ms, now: now) {
                switch action {
                case .start: ends.append(now + 1_000 * ms)
                case .refuse: refused += 1
                case .wait: break
                }
            }
        }
        #expect(queue.counts.started >= 290)
        #expect(refused >= 2_600)
        #expect(queue.counts.expired <= 20)
        while !ends.isEmpty {
            let end = ends.removeFirst()
            for case .start in queue.finished(after: .seconds(1), now: end) { ends.append(end + 1_000 * ms) }
        }
        #expect(queue.arrive(9_999, deadline: .max, now: 60_000 * ms) == [.start(9_999)])
    }
}

/// Callers with deadlines, finishing, leaving and reloads at random, and the rules that must hold after each.
private struct AdmissionWalk {
    var queue: AdmissionQueue
    var log: [AdmissionAction] = []
    var ended: Set<UInt64> = []
    private var limits: AdmissionLimits
    private var now: UInt64
    private var lastID: UInt64 = 0
    private var deadlines: [UInt64: UInt64] = [:]
    private var waiting: Set<UInt64> = []
    private var started: [UInt64: UInt64] = [:]
    private var random: SeededRandom

    init(seed: Int, start: UInt64) {
        random = SystemRandomNumberGenerator.seeded(seed)
        limits = Self.someLimits(&random)
        queue = AdmissionQueue(limits: limits)
        now = start
    }

    mutating func step() {
        now += .random(in: 0...200, using: &random) * ms
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<10: arrive()
        case 10..<16: finish()
        case 16: leave()
        case 17, 18: perform(queue.tick(now: now))
        default:
            limits = Self.someLimits(&random)
            perform(queue.adopt(limits, now: now))
        }
        #expect(queue.waiting <= limits.queue)
        #expect(queue.waiting == waiting.count)
        #expect(queue.running == started.count)
    }

    mutating func drain() {
        while !started.isEmpty { finish() }
        perform(queue.tick(now: now + 600_000 * ms))
    }

    private mutating func arrive() {
        lastID += 1
        let deadline = now + .random(in: 0...3_000, using: &random) * ms
        deadlines[lastID] = deadline
        perform(queue.arrive(lastID, deadline: deadline, now: now), mayAddTo: true)
    }

    private mutating func finish() {
        guard let id = started.keys.sorted().randomElement(using: &random), let began = started.removeValue(forKey: id)
        else { return }
        perform(queue.finished(after: .nanoseconds(Int64(now - began)), now: now))
    }

    private mutating func leave() {
        guard lastID > 0 else { return }
        let id = UInt64.random(in: 1...lastID, using: &random)
        let wasWaiting = waiting.remove(id) != nil
        #expect(queue.leave(id) == wasWaiting)
        if wasWaiting { #expect(ended.insert(id).inserted) }
    }

    private mutating func perform(_ actions: [AdmissionAction], mayAddTo arrival: Bool = false) {
        log += actions
        for action in actions {
            switch action {
            case .start(let id):
                #expect(ended.insert(id).inserted)
                #expect(now < deadlines[id] ?? 0)
                waiting.remove(id)
                started[id] = now
                #expect(started.count <= limits.concurrency)
            case .refuse(let id, _, let retryAfter):
                #expect(ended.insert(id).inserted)
                #expect(retryAfter >= .seconds(1) && retryAfter <= .seconds(60))
                waiting.remove(id)
            case .wait(let id):
                #expect(arrival && id == lastID)
                #expect(started.count >= limits.concurrency)
                #expect(waiting.insert(id).inserted)
            }
        }
    }

    private static func someLimits(_ random: inout SeededRandom) -> AdmissionLimits {
        AdmissionLimits(
            concurrency: .random(in: 1...6, using: &random),
            queue: .random(in: 0...8, using: &random),
            longestWait: .milliseconds(Int.random(in: 0...2_000, using: &random)),
            policy: AdmissionLimits.Policy.allCases.randomElement(using: &random) ?? .oldestFirst
        )
    }
}
