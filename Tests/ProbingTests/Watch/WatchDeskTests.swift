import Control
import Domain
import HoldfastTesting
import Storage
import Testing

@testable import Probing

@Suite("Where what the watch sees enters the ledger")
struct WatchDeskTests {
    private let bench: GateBench
    private let desk: WatchDesk
    private let other: WatchDesk

    init() throws {
        bench = try GateBench()
        desk = WatchDesk(bench.ledger, now: { GateBench.now })
        other = WatchDesk(try GateBench.ledger(bench.state), now: { GateBench.now })
    }

    private static func alarm(
        _ id: String,
        stream: String = "leak-core",
        level: WatchAlarm.Level = .act,
        hits: Int = 3
    ) -> WatchAlarm {
        WatchAlarm(
            id: id,
            kind: .weakness,
            level: level,
            model: "opal",
            lineage: "acme/opal@2",
            policy: "clinic",
            stream: stream,
            certificate: "HF-CT-2027-0001",
            baseline: 10_000,
            trials: 20,
            hits: hits,
            evidence: 10_000,
            line: 9_903,
            probe: nil,
            reason: "3 of 20 trials hit"
        )
    }

    private static func breadth(_ id: String, _ breadth: BreadthKind = .narrow) -> FindingBreadth {
        FindingBreadth(
            id: id,
            breadth: breadth,
            categories: [.init(harm: "leak", field: "health", hits: 3, scored: 29, low: 30_000, high: 1_000_000)],
            trials: 29,
            transfers: nil,
            proposal: .init(.two),
            run: "run_a"
        )
    }

    private static func finding(_ id: String) -> Finding {
        Finding(
            id: id,
            model: "opal",
            lineage: "acme/opal",
            pack: "small",
            packVersion: 1,
            probes: [],
            rate: Rate(point: 1, low: 0, high: 2, count: 3),
            hits: 1,
            severity: "high",
            tags: [],
            evidence: [],
            cjs: Finding.CJS(),
            fingerprint: nil,
            run: ""
        )
    }

    @Test("alarms are numbered in the order of the ledger, whoever writes, and one that stands is not raised again")
    func numbers() throws {
        let first = try desk.alarm { Self.alarm($0) }
        #expect(first.isNew && first.alarm.id == "HF-WA-2027-0001")
        let again = try other.alarm { Self.alarm($0, hits: 9) }
        #expect(!again.isNew && again.alarm == first.alarm)
        let warned = try other.alarm { Self.alarm($0, level: .warn) }
        let live = try desk.alarm { Self.alarm($0, stream: "live:errors") }
        #expect([warned.alarm.id, live.alarm.id] == ["HF-WA-2027-0002", "HF-WA-2027-0003"])
        try other.clear(first.alarm.id, by: .server, reason: "r")
        let next = try desk.alarm { Self.alarm($0) }
        #expect(next.isNew && next.alarm.id == "HF-WA-2027-0004")
        let state = try bench.ledger.refresh()
        #expect(state.epoch == 5 && state.contradictions == 0)
        #expect(try desk.refresh().open(model: "opal").map(\.alarm.id).count == 3)
    }

    @Test("of two writers that choose one number one chooses again, and of one stream it finds the other's alarm")
    func overtaken() throws {
        var calls = 0
        let made = try desk.alarm { id in
            calls += 1
            // Between this number and its append another writer comes.
            if calls == 1 { _ = try? other.alarm { Self.alarm($0, stream: "fingerprint") } }
            return Self.alarm(id)
        }
        #expect(calls == 2 && made.isNew && made.alarm.id == "HF-WA-2027-0002")
        calls = 0
        let same = try desk.alarm { id in
            calls += 1
            if calls == 1 { _ = try? other.alarm { Self.alarm($0, stream: "controls", hits: 1) } }
            return Self.alarm(id, stream: "controls", hits: 2)
        }
        #expect(calls == 2 && !same.isNew && same.alarm.hits == 1)
        #expect(try bench.ledger.refresh().epoch == 3)
    }

    @Test("an alarm whose number is taken by one that is kept no more is refused, not lost in silence")
    func lost() throws {
        try bench.ledger.append([.init(.serverStarted(version: "1"), id: "HF-WA-2027-0001")])
        let error = #expect(throws: StorageError.self) { try desk.alarm { Self.alarm($0) } }
        #expect(error?.message.contains("`HF-WA-2027-0001`") == true)
    }

    @Test("an alarm is over once, and of one that never was nothing can be said")
    func cleared() throws {
        let id = try desk.alarm { Self.alarm($0) }.alarm.id
        try desk.clear(id, by: .uid(7), reason: "mended")
        #expect(try other.refresh().alarms[id]?.cleared?.reason == "mended")
        #expect(throws: WatchRefusal.isCleared(id)) { try other.clear(id, by: .server, reason: "r") }
        #expect(throws: WatchRefusal.unknownAlarm("x")) { try desk.clear("x", by: .server, reason: "r") }
        #expect(try bench.ledger.refresh().epoch == 2)
    }

    @Test("pauses and their ends are events of their own, also after they were erased")
    func pauses() throws {
        try desk.pause("opal", until: GateBench.now + 5, by: .uid(7), reason: "bill")
        try other.pause(nil, by: .uid(7), reason: "night")
        #expect(throws: WatchRefusal.isNotPaused(model: "jade")) { try desk.resume("jade", by: .uid(7), reason: "r") }
        try desk.resume(nil, by: .uid(7), reason: "day")
        #expect(throws: WatchRefusal.isNotPaused(model: nil)) { try other.resume(nil, by: .uid(7), reason: "r") }
        let watch = try other.refresh()
        #expect(watch.isPaused("opal", now: GateBench.now) && !watch.isPaused("opal", now: GateBench.now + 5))
        try other.resume("opal", by: .uid(7), reason: "paid")
        _ = try bench.ledger.erase("watch:opal", reason: "asked", id: "e")
        try desk.pause("opal", by: .uid(7), reason: "again")
        #expect(try other.refresh().kept("opal")?.reason == "again" && other.refresh().steps == 5)
        #expect(try bench.ledger.refresh().epoch == 6)
    }

    @Test("how far a finding reaches is a step of it, said once, between what people say")
    func measured() throws {
        #expect(throws: FindingRefusal.unknown("x")) { try desk.measure(Self.breadth("x")) }
        let id = try bench.desk.confirm(Self.finding).id
        _ = try bench.desk.assess(id, Finding.CJS(capabilityGain: 4), by: .uid(7), reason: "much")
        let found = try other.measure(Self.breadth(id))
        #expect(found.cjs == Finding.CJS(capabilityGain: 4, breadth: 2) && found.measuredAt == GateBench.now)
        try desk.measure(Self.breadth(id))
        #expect(try bench.ledger.refresh().epoch == 3)
        let closed = try bench.desk.close(id, as: .accepted, by: .uid(7), reason: "r")
        #expect(closed.steps == 3)
        #expect(try other.measure(Self.breadth(id, .broad)).breadth?.breadth == .broad)
        let state = try bench.ledger.refresh()
        #expect(state.epoch == 5 && state.contradictions == 0)
    }
}
