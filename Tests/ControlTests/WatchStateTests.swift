import Control
import Domain
import HoldfastTesting
import Testing

@Suite("What the watch said, and where it pauses")
struct WatchStateTests {
    private var state = ControlState()

    private static func alarm(
        _ id: String,
        model: String = "opal",
        stream: String = "leak-core",
        level: WatchAlarm.Level = .act
    ) -> ControlEvent {
        var alarm = ControlEventTests.alarm
        (alarm.id, alarm.model, alarm.stream, alarm.level) = (id, model, stream, level)
        return .watchAlarmed(alarm)
    }

    private static func clear(_ id: String) -> ControlEvent {
        .watchCleared(WatchClearing(id: id, by: .uid(7), reason: "r"))
    }

    private static func pause(_ model: String?, until: UInt64? = nil) -> ControlEvent {
        .watchPaused(WatchPausing(model: model, until: until, by: .uid(7), reason: "r"))
    }

    private static func resume(_ model: String?) -> ControlEvent {
        .watchResumed(WatchResuming(model: model, by: .uid(7), reason: "r"))
    }

    @Test("an alarm is open until it is cleared, once; what contradicts that is counted and changes nothing")
    mutating func alarms() {
        var open: [[String]] = []
        for event in [
            Self.clear("a"), Self.alarm("a"), Self.alarm("b", model: "jade"), Self.alarm("a", model: "jade"),
            Self.clear("a"),
            Self.clear("a"), Self.alarm("a"),
        ] {
            state.apply(event, at: state.epoch)
            open.append(state.watch.open().map(\.alarm.id))
        }
        #expect(open == [[], ["a"], ["a", "b"], ["a", "b"], ["b"], ["b"], ["b"]])
        #expect(state.contradictions == 4)
        #expect(state.watch.alarms["a"]?.at == 1 && state.watch.alarms["a"]?.cleared?.at == 4)
        #expect(state.watch.alarms["a"]?.cleared?.by == .uid(7))
        #expect(state.watch.open(model: "jade").map(\.alarm.id) == ["b"] && state.watch.open(model: "opal").isEmpty)
    }

    @Test("an alarm says nothing new while one of the same stream and level is open")
    mutating func standing() {
        state.apply(Self.alarm("a"), at: 1)
        func standing(_ event: ControlEvent) -> String? {
            guard case .watchAlarmed(let alarm) = event else { return nil }
            return state.watch.standing(alarm)?.id
        }
        #expect(standing(Self.alarm("x")) == "a")
        for other in [
            Self.alarm("x", model: "jade"), Self.alarm("x", stream: "live:errors"), Self.alarm("x", level: .warn),
        ] { #expect(standing(other) == nil) }
        state.apply(Self.clear("a"), at: 2)
        #expect(standing(Self.alarm("x")) == nil)
    }

    @Test("so many alarms are kept and no more: those that are over go first, then the oldest, never the new one")
    mutating func bounded() {
        let most = UInt64(WatchState.mostAlarms)
        for index in 0..<most { state.apply(Self.alarm("\(index)"), at: index) }
        for id in ["5", "700"] { state.apply(Self.clear(id), at: most) }
        var gone: [[String]] = []
        // Also where the clock went back.
        for (id, at) in [("x", most), ("y", 0), ("z", 0), ("w", most)] {
            let before = Set(state.watch.alarms.keys)
            state.apply(Self.alarm(id), at: at)
            #expect(state.watch.alarms[id] != nil && state.watch.alarms.count == WatchState.mostAlarms)
            gone.append(before.subtracting(state.watch.alarms.keys).sorted())
        }
        #expect(gone == [["5"], ["700"], ["0"], ["y"]])
        // One that is no longer kept cannot be cleared.
        state.apply(Self.clear("0"), at: most)
        #expect(state.contradictions == 1)
    }

    @Test(
        "a pause holds until its time or its end, of everything or of one model, and one does not end the other",
        arguments: [
            ([], [false, false]), ([pause(nil)], [true, true]), ([pause("opal")], [true, false]),
            ([pause("opal", until: 51)], [true, false]), ([pause("opal", until: 50)], [false, false]),
            ([pause(nil, until: 50), pause("jade")], [false, true]),
            ([pause("opal", until: 10), pause("opal")], [true, false]),
            ([pause("opal"), pause("opal", until: 10)], [false, false]),
            ([pause(nil), resume(nil)], [false, false]), ([pause(nil), resume("opal")], [true, true]),
            ([pause("opal"), resume(nil)], [true, false]),
            ([pause("opal"), pause("jade"), resume("opal")], [false, true]),
            ([pause(nil), pause("opal"), resume(nil)], [true, false]),
            // Erased: it names nothing, and must not count as everything.
            ([pause("")], [false, false]), ([pause("opal"), resume("")], [true, false]),
        ] as [([ControlEvent], [Bool])]
    )
    func pauses(events: [ControlEvent], arePaused: [Bool]) {
        var state = ControlState()
        for event in events { state.apply(event, at: 1) }
        #expect(["opal", "jade"].map { state.watch.isPaused($0, now: 50) } == arePaused)
        #expect(state.watch.steps == events.count)
    }

    @Test("the whole watch's pause is told before the model's own, and what nobody paused cannot be resumed")
    mutating func reasons() {
        state.apply(Self.resume("opal"), at: 1)
        #expect(state.contradictions == 1)
        state.apply(Self.pause("opal", until: 90), at: 2)
        state.apply(Self.pause(nil), at: 3)
        #expect(state.watch.pause(of: "opal", now: 50)?.at == 3 && state.watch.pause(of: nil, now: 50)?.at == 3)
        state.apply(Self.resume(nil), at: 4)
        #expect(state.watch.pause(of: "opal", now: 50)?.at == 2 && state.watch.pause(of: nil, now: 50) == nil)
        // One whose time has passed still stands there, to be ended.
        #expect(!state.watch.isPaused("opal", now: 90) && state.watch.kept("opal") != nil)
        state.apply(Self.resume("opal"), at: 5)
        #expect(state.watch.kept("opal") == nil && state.contradictions == 1)
    }

    @Test(
        "any sequence leaves open what was raised and not cleared, and paused what was paused last",
        arguments: 0..<50
    )
    func walk(seed: Int) {
        var random = SeededRandom(seed: seed)
        var state = ControlState()
        var open: [String: String] = [:]
        var seen: Set<String> = []
        var pauses: [String: UInt64] = [:]
        for index in 0..<300 {
            let event = ControlStateTests.event(&random)
            state.apply(event, at: UInt64(index))
            switch event {
            case .watchAlarmed(let alarm):
                if seen.insert(alarm.id).inserted { open[alarm.id] = alarm.model }
            case .watchCleared(let clearing): open[clearing.id] = nil
            case .watchPaused(let pausing):
                if pausing.model != "" { pauses[pausing.model ?? "*"] = pausing.until ?? .max }
            case .watchResumed(let resuming): pauses[resuming.model ?? "*"] = nil
            default: continue
            }
            let now = random.pick([0, 1, UInt64.max - 1])
            for model in ["m", "n"] {
                #expect(state.watch.open(model: model).count == open.values.count { $0 == model })
                #expect(state.watch.isPaused(model, now: now) == ["*", model].contains { now < pauses[$0] ?? 0 })
            }
        }
        #expect(Set(state.watch.open().map(\.alarm.id)) == Set(open.keys))
    }
}
