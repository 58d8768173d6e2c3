import Domain
import HoldfastTesting
import Testing

@testable import Probing

@Suite("What the watch knows of a model")
struct WatchedModelTests {
    private static let day: UInt64 = 86_400_000
    private static let now = Day(unixMilliseconds: WatchSamples.now).start + day / 2

    private static func trigger(
        _ cause: WatchTrigger.Cause = .hit,
        _ probes: [String] = ["small/door/plain"],
        policy: String = "clinic",
        at: UInt64 = now
    ) -> WatchTrigger {
        WatchTrigger(cause, policy: policy, probes: probes, at: at)
    }

    @Test(
        "measuring is broken where fewer than half of the newest are scored, and works where four in five are",
        arguments: [
            // Scored, and then not; in this order.
            (0, 0, .unknown), (9, 0, .unknown), (10, 0, .works), (8, 2, .works), (7, 3, .unknown), (5, 5, .unknown),
            (4, 6, .broken), (0, 9, .unknown), (0, 10, .broken), (40, 10, .unknown), (40, 11, .broken), (16, 4, .works),
            (15, 5, .unknown),
        ] as [(Int, Int, WatchedModel.Measuring)]
    )
    func measuring(scored: Int, unscored: Int, measuring: WatchedModel.Measuring) {
        var model = WatchedModel()
        for number in 0..<scored { model.add(number % 2 == 0 ? .pass : .hit, of: "small") }
        for number in 0..<unscored {
            model.add(number % 2 == 0 ? .error(.rateLimited) : .unscored(.uncertain), of: "small")
        }
        #expect(model.measuring("small") == measuring && model.measuring == measuring)
        #expect((model.recent["small"] ?? []).count == min(20, scored + unscored))
    }

    @Test("it works again when enough of the newest are scored")
    func recovers() {
        var model = WatchedModel()
        for _ in 0..<20 { model.add(.error(.target), of: "small") }
        var seen: [WatchedModel.Measuring] = []
        for _ in 0..<20 {
            model.add(.pass, of: "small")
            seen.append(model.measuring("small"))
        }
        #expect(seen.prefix(9).allSatisfy { $0 == .broken } && seen[9] == .unknown && seen[14] == .unknown)
        #expect(seen.dropFirst(15).allSatisfy { $0 == .works })
    }

    @Test("a pack that cannot be scored is not hidden by one that can, and what is no longer tried is forgotten")
    func packs() {
        var model = WatchedModel()
        for _ in 0..<20 {
            model.add(.pass, of: "large")
            model.add(.unscored(.uncertain), of: "mute")
        }
        for _ in 0..<9 { model.add(.error(.target), of: "new") }
        #expect(model.measuring("large") == .works && model.measuring("mute") == .broken)
        #expect(model.measuring("new") == .unknown && model.measuring("other") == .unknown)
        #expect(model.measuring == .broken && model.unmeasured == ["mute"])
        let (same, other) = (model.forget(allBut: ["large", "mute", "new"]), model.forget(allBut: ["large"]))
        #expect(!same && other && model.measuring == .works && model.unmeasured.isEmpty)
    }

    @Test("the same is not wanted twice, and what waits takes further hits along")
    func wants() {
        var model = WatchedModel()
        let first = Self.trigger()
        let wanted = [first, Self.trigger(), Self.trigger(.hit, ["small/safe/plain"])].map { model.want($0, most: 4) }
        #expect(wanted == [.taken, .refused, .taken])
        // The first may be under way; the second takes what comes along, and costs nothing of the day.
        let taken = (0..<30).map { model.want(Self.trigger(.hit, ["small/safe/\($0)"]), most: 2) }
        #expect(taken.allSatisfy { $0 == .taken })
        #expect(model.triggers.count == 2 && model.triggers[1].probes.count == WatchStream.mostSuspects)
        #expect(model.triggers[0] == first && model.burstsToday(Self.now) == 2)
        #expect(Set(model.triggers[1].probes).count == WatchStream.mostSuspects)
    }

    @Test("a day has so many looks, but alarms are looked at, and whoever asks gets one")
    func limits() {
        var model = WatchedModel()
        func wants(_ trigger: WatchTrigger, most: Int = 2) -> WatchedModel.Wanting {
            let isTaken = model.want(trigger, most: most)
            model.finish(trigger, chances: [], now: trigger.at)
            return isTaken
        }
        let (one, other) = (wants(Self.trigger(.identity)), wants(Self.trigger()))
        let (third, fourth) = (wants(Self.trigger()), wants(Self.trigger(.signal)))
        #expect([one, other, third, fourth] == [.taken, .taken, .postponed, .postponed])
        let (alarm, person) = (wants(Self.trigger(.alarm)), wants(Self.trigger(.person, [])))
        #expect([alarm, person] == [.taken, .taken] && model.burstsToday(Self.now) == 4)
        // A clock that is set back over midnight brings no new ones, the next day does.
        let (back, tomorrow) = (
            wants(Self.trigger(.hit, ["p"], at: Self.now - Self.day), most: 4), Self.now + Self.day
        )
        let next = wants(Self.trigger(at: tomorrow))
        #expect([back, next] == [.postponed, .taken] && model.burstsToday(tomorrow) == 1)
    }

    @Test("what the day has no room for is taken up on the next, once, and so much of it as that has room for")
    func postpones() throws {
        var model = WatchedModel()
        func want(_ cause: WatchTrigger.Cause, _ probes: [String], policy: String = "clinic") -> WatchedModel.Wanting {
            model.want(Self.trigger(cause, probes, policy: policy), most: 0)
        }
        let wanted = [
            want(.hit, ["a"]), want(.hit, ["a"]), want(.hit, ["b", "a"]), want(.hit, ["b"]), want(.signal, []),
            want(.signal, []), want(.hit, ["c"], policy: "other"),
        ]
        #expect(wanted == [.postponed, .refused, .postponed, .refused, .postponed, .refused, .postponed])
        #expect(model.triggers.isEmpty && model.postponed.map(\.probes) == [["a", "b"], [], ["c"]])
        model = try #require(WatchedModel(text: model.text))
        let (tomorrow, runs) = (Self.now + Self.day, model.postponed.map(\.run))
        let early = model.takePostponed(now: tomorrow, most: 0) { _ in false }
        let first = model.takePostponed(now: tomorrow, most: 1) { $0 == "a" }
        #expect(!early && first && model.triggers.map(\.probes) == [["b"]] && model.postponed.count == 2)
        let full = model.takePostponed(now: tomorrow, most: 1) { _ in false }
        let rest = model.takePostponed(now: tomorrow, most: 9) { $0 == "c" }
        #expect(!full && rest && model.triggers.map(\.run) == Array(runs.prefix(2)) && model.postponed.isEmpty)
        #expect(model.burstsToday(tomorrow) == 2)
    }

    @Test("only so much is postponed, and none of it is dropped for what comes later")
    func mostPostponed() {
        var model = WatchedModel()
        let wanted = (0..<300).map { model.want(Self.trigger(.hit, ["\($0)"]), most: 0) }
        #expect(wanted == (0..<300).map { $0 < 256 ? .postponed : .refused })
        #expect(model.postponed.flatMap(\.probes) == (0..<256).map { "\($0)" })
        #expect(model.postponed.allSatisfy { $0.probes.count == WatchStream.mostSuspects })
    }

    @Test("so many wait at most, whoever asks")
    func most() {
        var model = WatchedModel()
        let taken = (0..<20).map { model.want(Self.trigger(.person, ["\($0)"]), most: 1) }
        #expect(taken == (0..<20).map { $0 < 16 ? .taken : .refused })
        model.finish(model.triggers[3], chances: [], now: Self.now)
        #expect(model.triggers.map { $0.probes.first } == (0..<16).filter { $0 != 3 }.map { "\($0)" })
    }

    @Test("a chance hit is let be for a week, and only so many are kept")
    func chances() {
        var model = WatchedModel()
        let trigger = Self.trigger()
        _ = model.want(trigger, most: 4)
        model.finish(trigger, chances: ["p"], now: Self.now)
        let end = Self.now + 7 * Self.day
        #expect(model.wasChance("p", now: Self.now) && model.wasChance("p", now: end - 1))
        #expect(!model.wasChance("p", now: end) && !model.wasChance("q", now: Self.now))
        for number in 0..<300 { model.finish(trigger, chances: ["\(number)"], now: Self.now + 1 + UInt64(number)) }
        #expect(
            model.chances.count == 256 && !model.wasChance("p", now: end - 1) && !model.wasChance("43", now: end - 1)
        )
        #expect(model.wasChance("44", now: end - 1))
        model.finish(trigger, chances: [], now: end + Self.day)
        #expect(model.chances.isEmpty)
    }

    @Test("as text it is the same; what is none is none")
    func text() throws {
        var model = WatchedModel()
        for number in 0..<25 { model.add(number % 3 == 0 ? .pass : .error(.timeout), of: "p\(number % 2)") }
        (model.lookedAt, model.names, model.builds) = (Self.now, ["opal-2"], ["fp_1", "fp_2"])
        for trigger in [
            Self.trigger(), Self.trigger(.alarm, []), Self.trigger(.identity), Self.trigger(.signal, ["s"]),
        ] {
            _ = model.want(trigger, most: 9)
        }
        model.finish(Self.trigger(), chances: ["small/door/plain"], now: Self.now)
        for model in [WatchedModel(), model] { #expect(WatchedModel(text: model.text) == model) }
        #expect(WatchedModel(text: "") == nil && WatchedModel(text: "{}") == nil && WatchedModel(text: "[]") == nil)
        let older = try #require(WatchedModel(text: #"{"recent":[true,false],"names":["opal-2"]}"#))
        #expect(older.names == ["opal-2"] && older.recent.isEmpty)
    }
}
