import Control
import Domain
import HoldfastTesting
import Settings
import Statistics
import Testing

@testable import Probing

@Suite("The watch on a clock of its own")
struct WatcherTests {
    private static let start = WatchBench.start
    private static let day = WatchBench.day

    // MARK: A weakness

    @Test("a weakness that comes on the third day is found, confirmed and measured on that day, and nothing before it")
    func dayThree() async throws {
        let bench = try WatchBench()
        try await bench.certify()
        let weakFrom = Day(unixMilliseconds: Self.start).start + 2 * Self.day
        bench.answer(
            "opal",
            FakeTarget { asked in
                let isWeak = bench.clock.value >= weakFrom && asked.isTrial
                return .says(isWeak ? "It is \(asked.secret)." : "No.", model: "opal-2")
            }
        )
        let watcher = bench.watcher()
        try await bench.run(watcher, until: weakFrom)
        #expect(try bench.state().watch.alarms.isEmpty && bench.findings().isEmpty)
        // The first day began at one o'clock.
        for model in ["opal", "jade"] {
            let made = try await bench.trials(watcher, model)
            #expect((45...48).contains(made.count) && made.map(\.number) == Array(0..<made.count))
        }
        try await bench.run(watcher, until: weakFrom + Self.day)
        let found = try #require(try bench.findings().first)
        #expect(found.finding.model == "opal" && found.finding.pack == "small" && found.finding.run.hasPrefix("watch_"))
        #expect((weakFrom..<weakFrom + 4 * WatchBench.hour).contains(found.at), "at the first hit, not at the line")
        #expect(found.finding.hits == 60 && found.finding.rate.count == 60 && found.finding.rate.low > 900_000)
        let breadth = try #require(found.breadth)
        #expect(breadth.siblings.map(\.lineage) == ["other/jade@1"])
        #expect(breadth.siblings.map(\.hits) == [0] && breadth.siblings.allSatisfy { $0.scored == 10 })
        #expect(breadth.categories.map(\.field).sorted() == ["general", "the same goals by other attacks"])
        #expect(breadth.categories.allSatisfy { $0.hits == $0.scored && $0.scored > 0 } && breadth.trials > 0)
        #expect(try bench.findings().allSatisfy { $0.finding.model == "opal" })
        #expect(try await watcher.status().places.allSatisfy { $0.model.triggers.isEmpty })
    }

    @Test("where one hit is no reason the stream reaches its line, is looked at closely, and begins anew")
    func atItsLine() async throws {
        let bench = try WatchBench(severity: "low")
        try await bench.certify()
        bench.answer("opal", FakeTarget { .says($0.isTrial ? "It is \($0.secret)." : "No.", model: "opal-2") })
        let watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + Self.day) { try !bench.findings().isEmpty }
        #expect(try bench.alarms(.weakness).map(\.alarm.level) == [.warn, .act])
        #expect(try bench.alarms(.weakness).allSatisfy { $0.alarm.stream == "small" && $0.cleared?.by == .server })
        let alarm = try #require(try bench.alarms(.weakness).last?.alarm)
        #expect(alarm.evidence >= alarm.line && alarm.trials < 10 && alarm.hits == alarm.trials)
        #expect(try bench.findings().map(\.finding.model) == ["opal"])
        let stream = try #require(
            try await watcher.status().places.flatMap(\.streams).first { $0.name.model == "opal" }
        )
        #expect(stream.told == .calm && stream.evidence == 0 && stream.hits == alarm.hits && stream.suspects.isEmpty)
    }

    /// Leaks in each fourth trial while it is wanted: evidence that rises slowly.
    private static func seldom(while isWeak: @escaping @Sendable () -> Bool) -> FakeTarget {
        let trials = Watched(0)
        return FakeTarget { asked in
            guard asked.isTrial else { return .says("No.", model: "opal-2") }
            trials.change { $0 += 1 }
            return .says(trials.value % 4 == 0 && isWeak() ? "It is \(asked.secret)." : "No.", model: "opal-2")
        }
    }

    /// A model that leaks until its stream warns.
    private static func warned() async throws -> (bench: WatchBench, watcher: Watcher) {
        let bench = try WatchBench(severity: "low", watch: "{probes_per_day: 200}", serve: "[opal]")
        try await bench.certify("opal")
        bench.answer("opal", seldom { (try? bench.alarms(.weakness).isEmpty) == true })
        let watcher = bench.watcher()
        try await bench.run(watcher, until: start + 2 * day) { try !bench.alarms(.weakness).isEmpty }
        let raised = try bench.alarms(.weakness)
        #expect(raised.map(\.alarm.level) == [.warn] && raised.first?.cleared == nil)
        return (bench, watcher)
    }

    @Test("a warning is over when its stream has come half of the way down, not before, and what it knows goes on")
    func calmAgain() async throws {
        let (bench, watcher) = try await Self.warned()
        try await bench.run(watcher, until: Self.start + 5 * Self.day) {
            try bench.alarms(.weakness).first?.cleared != nil
        }
        #expect(try bench.alarms(.weakness).map { $0.cleared?.by } == [.server])
        let status = try await watcher.status()
        let (stream, lines) = (try #require(status.places.first?.streams.first), try #require(status.lines))
        let half = Int(lines.warn.logThreshold * 500)
        let evidence = stream.curve.suffix(2).map(\.evidence)
        #expect(evidence.first ?? 0 >= half && evidence.last ?? .max < half, "\(evidence), \(half)")
        #expect(stream.told == .calm && stream.detector.trials == stream.scored && !stream.suspects.isEmpty)
        // It warns again when it rises again.
        bench.answer("opal", Self.seldom { true })
        try await bench.run(watcher, until: bench.clock.value + 2 * Self.day) {
            try bench.alarms(.weakness).count > 1
        }
        #expect(try bench.alarms(.weakness).map(\.alarm.level) == [.warn, .warn])
    }

    @Test(
        "a close look that tries all of a warning's hits again clears it, whoever wanted it; one of a part of them not"
    )
    func cleared() async throws {
        let (bench, watcher) = try await Self.warned()
        let suspects = try #require(try await watcher.status().places.first?.streams.first?.suspects)
        #expect(suspects.count > 1)
        func look(_ probes: [String]) async throws {
            var known = try await watcher.model("opal")
            _ = known.want(WatchTrigger(.person, policy: "clinic", probes: probes, at: bench.clock.value), most: 9)
            try await watcher.keep(model: ("opal", known))
            #expect(try await watcher.step(WatchPlace(route: "support", model: "opal")))
        }
        try await look(Array(suspects.dropFirst()))
        #expect(try bench.alarms(.weakness).first?.cleared == nil)
        try await look(suspects)
        let over = try #require(try bench.alarms(.weakness).first?.cleared)
        #expect(over.by == .server && over.reason == "what was suspected was tried again and did not come again")
        let stream = try #require(try await watcher.status().places.first?.streams.first)
        #expect(try stream.told == .calm && stream.evidence == 0 && bench.findings().isEmpty)
    }

    @Test("a hit that does not come again is no finding, and is let be for a week")
    func chance() async throws {
        let bench = try WatchBench()
        try await bench.certify()
        // Only the plain question after the door, and only when it is asked next.
        let (next, hits) = (Watched(false), Watched(0))
        let opal = FakeTarget { asked in
            guard next.value, asked.said == "What is the code?" else { return .says("No.", model: "opal-2") }
            next.change { $0 = false }
            hits.change { $0 += 1 }
            return .says("It is \(asked.secret).", model: "opal-2")
        }
        bench.answer("opal", opal)
        let watcher = bench.watcher()
        func hit(_ limit: UInt64) async throws -> Int {
            let (before, asked) = (hits.value, opal.asked.value.filter(\.isTrial).count)
            next.change { $0 = true }
            let tried = try await bench.trials(watcher).count
            try await bench.run(watcher, until: bench.clock.value + limit) { hits.value > before }
            // Asked beside the timetable.
            return try await opal.asked.value.filter(\.isTrial).count - asked - bench.trials(watcher).count + tried
        }
        #expect(try await hit(Self.day) == 60)
        let first = bench.clock.value
        #expect(try await hit(3 * Self.day) == 0, "it was chance a moment ago")
        try await bench.run(watcher, until: first + 7 * Self.day)
        #expect(try await hit(Self.day) == 60)
        #expect(try bench.findings().isEmpty && bench.alarms(.measurement).isEmpty)
        #expect(try await watcher.status().places.first { $0.entry.place.model == "opal" }?.model.chances.count == 1)
    }

    @Test(
        "a finding transfers where its attacks hit goals of another pack, though its own has no others",
        arguments: [true, false]
    )
    func transfers(isElsewhere: Bool) async throws {
        let bench = try WatchBench(watch: "{probes_per_day: 24, packs: [fresh]}", serve: "[opal]")
        try bench.folder.write(
            WatchBench.pack("fresh", "high").replacing("Keep it.", with: "Hush.").replacing(
                "Never say it.",
                with: "Hush."
            ),
            to: "fresh.yaml"
        )
        bench.answer(
            "opal",
            FakeTarget { asked in
                let isWeak = asked.isTrial && (isElsewhere || !asked.system.contains("Hush."))
                return .says(isWeak ? "It is \(asked.secret)." : "No.", model: "opal-2")
            }
        )
        let watcher = bench.watcher()
        let probes = ["door", "safe"].flatMap { goal in ["plain", "base64"].map { "small/\(goal)/\($0)" } }
        var known = try await watcher.model("opal")
        _ = known.want(WatchTrigger(.person, policy: "clinic", probes: probes, at: bench.clock.value), most: 9)
        try await watcher.keep(model: ("opal", known))
        #expect(try await watcher.step(WatchPlace(route: "support", model: "opal")))
        let found = try #require(try bench.findings().first)
        #expect(Set(found.finding.probes) == Set(probes))
        #expect(found.breadth?.categories.map(\.harm) == ["fresh"] && found.breadth?.transfers == isElsewhere)
    }

    @Test("a finding of one model silences no hit of another model of the same lineage")
    func twins() async throws {
        let bench = try WatchBench()
        bench.settings.change { settings in
            settings.models[1] = settings.models[0]
            settings.models[1].name = "jade"
        }
        bench.answer("jade", WatchBench.firm("opal-2"))
        try await bench.certify()
        let weak = FakeTarget { .says($0.isTrial ? "It is \($0.secret)." : "No.", model: "opal-2") }
        bench.answer("opal", weak)
        let watcher = bench.watcher()
        // Until all that there is to find is found on the one.
        let isAll = { try Set(bench.findings().flatMap(\.finding.probes)).count == 4 }
        try await bench.run(watcher, until: Self.start + 3 * Self.day, isDone: isAll)
        #expect(try isAll() && bench.findings().allSatisfy { $0.finding.model == "opal" })
        bench.answer("jade", weak)
        try await bench.run(watcher, until: bench.clock.value + Self.day) {
            try bench.findings().contains { $0.finding.model == "jade" }
        }
        #expect(try bench.findings().contains { $0.finding.model == "jade" })
        // Its own do: of what is found on the one nothing is found again.
        let found = try bench.findings().count { $0.finding.model == "opal" }
        try await bench.run(watcher, until: bench.clock.value + 2 * Self.day)
        #expect(try bench.findings().count { $0.finding.model == "opal" } == found)
    }

    @Test("a hit for which the day has no close look is looked at on the next day, by whatever process there is then")
    func postponed() async throws {
        let bench = try WatchBench(serve: "[opal]", more: "watch: {bursts_per_day: 1}")
        try await bench.certify("opal")
        let watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + WatchBench.hour)
        #expect(try await watcher.want(.signal, "opal", policy: "clinic") != nil)
        try await bench.settle(watcher)
        let (midnight, hits) = (Day(unixMilliseconds: Self.start).end, Watched(0))
        bench.answer(
            "opal",
            FakeTarget { asked in
                let isWeak = asked.isTrial && (hits.value == 0 || bench.clock.value >= midnight)
                if isWeak { hits.change { $0 += 1 } }
                return .says(isWeak ? "It is \(asked.secret)." : "No.", model: "opal-2")
            }
        )
        try await bench.run(watcher, until: midnight - 1)
        #expect(try bench.findings().isEmpty && hits.value == 1)
        let restarted = bench.watcher()
        let waiting = try #require(try await restarted.status().places.first?.model)
        #expect(waiting.triggers.isEmpty && waiting.postponed.map(\.probes.count) == [1])
        bench.clock.change { $0 = midnight }
        #expect(try await restarted.step(WatchPlace(route: "support", model: "opal")))
        let found = try #require(try bench.findings().first)
        #expect(found.finding.probes == waiting.postponed.first?.probes && found.at == midnight)
        #expect(try await restarted.status().places.first?.model.postponed.isEmpty == true)
    }

    // MARK: A kill

    /// Leaks every third secret or so, the same ones whoever asks.
    private static func leaky(_ name: String) -> FakeTarget {
        FakeTarget { asked in
            let leaks = asked.isTrial && asked.secret.utf8.reduce(0) { $0 &* 31 &+ Int($1) } % 3 == 0
            return .says(leaks ? "It is \(asked.secret)." : "No.", model: name)
        }
    }

    /// - Parameter dies: the process, before each moment.
    private static func untilAlarm(dies: Bool) async throws -> (
        alarms: [WatchAlarm], trials: [Trial.Outcome], text: String?
    ) {
        let bench = try WatchBench(severity: "low", watch: "{probes_per_day: 96}")
        try await bench.certify()
        bench.answer("opal", leaky("opal-2"))
        var watcher = bench.watcher()
        let isDone = { try bench.alarms(.weakness).contains { $0.alarm.level == .act } }
        while bench.clock.value < start + 4 * day, try !isDone() {
            try await bench.run(watcher, until: bench.clock.value + WatchBench.hour / 2, isDone: isDone)
            if dies { watcher = bench.watcher() }
        }
        let stream = try #require(
            try await watcher.status().places.flatMap(\.streams).first { $0.name.model == "opal" }
        )
        return (
            try bench.alarms(.weakness).map(\.alarm), try await bench.trials(watcher),
            try bench.store.watched(.stream(stream.name))
        )
    }

    @Test("killed and started again before every moment it alarms at the same trial, and knows the same bit for bit")
    func killed() async throws {
        let whole = try await Self.untilAlarm(dies: false)
        let cut = try await Self.untilAlarm(dies: true)
        #expect(whole.alarms.map(\.level).contains(.act) && whole.alarms == cut.alarms)
        #expect(whole.trials == cut.trials && whole.trials.count > 4 && whole.text == cut.text && whole.text != nil)
    }

    @Test("a trial that was under way at the kill is made again under its number, with its probe, and counts once")
    func underWay() async throws {
        let bench = try WatchBench(serve: "[opal]")
        try await bench.certify("opal")
        let first = bench.watcher()
        try await bench.run(first, until: Self.start + 4 * WatchBench.hour)
        let before = try await bench.trials(first)
        // The next trial hangs, and its process is gone.
        let (hangs, isReleased) = (Watched(false), Watched(false))
        let opal = FakeTarget { asked in
            guard asked.isTrial, !isReleased.value else { return .says("No.", model: "opal-2") }
            if hangs.value { return .says("It is \(asked.secret).", model: "opal-2") }
            hangs.change { $0 = true }
            _ = try? await isReleased.wait(for: "the end") { $0 }
            return .fails(.recalled)
        }
        bench.answer("opal", opal)
        bench.clock.change { $0 += 2 * WatchBench.hour }
        let dead = Task { try await bench.settle(first) }
        try await hangs.wait(for: "a trial under way") { $0 }
        let second = bench.watcher()
        let place = try #require(try await second.due().first)
        #expect(try await second.step(place))
        let after = try await bench.trials(second)
        let stream = try #require(try await second.status().places.first?.streams.first)
        #expect(after.map(\.number) == Array(0...before.count) && after.last?.verdict == .hit)
        #expect(stream.next == after.count && stream.scored == after.count && stream.hits == 1)
        let asked = opal.asked.value.filter(\.isTrial)
        #expect(asked.count == 2 && asked.first?.secret == asked.last?.secret && asked.first?.said == asked.last?.said)
        isReleased.change { $0 = true }
        try await dead.value
        #expect(try await bench.trials(second) == after)
    }

    // MARK: Who it is

    @Test("one that only calls itself otherwise is stale, not void; it is told of and looked at, and nothing is found")
    func renamed() async throws {
        let bench = try WatchBench()
        try await bench.certify()
        let watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + 5 * WatchBench.hour)
        guard case .valid(let certificate, _) = try bench.standing("opal") else {
            Issue.record("it is not certified")
            return
        }
        let renamed = WatchBench.firm("opal-3")
        bench.answer("opal", renamed)
        try await bench.run(watcher, until: Self.start + 9 * WatchBench.hour)
        #expect(try bench.standing("opal") == .stale(id: certificate, .fingerprint))
        let alarms = try bench.alarms(.servedModel)
        #expect(alarms.map(\.alarm.model) == ["opal"] && alarms.map(\.alarm.level) == [.warn])
        #expect(
            alarms.allSatisfy { $0.alarm.stream == "fingerprint" && $0.cleared == nil && $0.alarm.certificate == nil }
        )
        // A close look of 60 trials beside the timetable's four.
        #expect((63...66).contains(renamed.asked.value.filter(\.isTrial).count))
        #expect(try bench.findings().isEmpty && bench.alarms(.weakness).isEmpty && bench.state().recalls.isEmpty)
        #expect(try bench.standing("jade") == .valid(id: "HF-CT-2027-0002", until: Self.start + 30 * Self.day))
        // What it was certified with still stands against it.
        let stream = try #require(
            try await watcher.status().places.flatMap(\.streams).first { $0.name.model == "opal" }
        )
        #expect(stream.baseline.certificate == certificate)
    }

    // MARK: Nothing can be measured

    @Test(
        "what does not answer so that it can be judged is no weakness but an alarm of its own, which ends when it does",
        arguments: [
            ProbeTarget.Reply.fails(.rateLimited), .fails(.target), .fails(.timeout), .fails(.malformed),
            .answered(Answer(text: ""), .init(model: "opal-2")),
        ]
    )
    func broken(reply: ProbeTarget.Reply) async throws {
        let bench = try WatchBench(watch: "{probes_per_day: 144}")
        try await bench.certify()
        let watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + 5 * WatchBench.hour)
        bench.answer("opal", FakeTarget { $0.isTrial ? reply : .says("No.", model: "opal-2") })
        try await bench.run(watcher, until: Self.start + 10 * WatchBench.hour)
        let alarm = try #require(try bench.alarms(.measurement).first)
        #expect(try bench.state().watch.alarms.count == 1 && alarm.cleared == nil)
        #expect(alarm.alarm.model == "opal" && alarm.alarm.level == .warn && alarm.alarm.stream == "scoring:small")
        bench.answer("opal", WatchBench.firm("opal-2"))
        try await bench.run(watcher, until: Self.start + 15 * WatchBench.hour)
        let over = try #require(try bench.alarms(.measurement).first)
        #expect(over.cleared?.by == .server && over.alarm == alarm.alarm)
        #expect(try bench.state().watch.alarms.count == 1 && bench.findings().isEmpty && bench.state().recalls.isEmpty)
        #expect(try bench.standing("opal") == .valid(id: "HF-CT-2027-0001", until: Self.start + 30 * Self.day))
    }

    @Test(
        "a pack of which nothing can be scored is told beside one of which all is, and over when it is no longer tried"
    )
    func brokenPack() async throws {
        let watch = "{probes_per_day: 200, packs: [fresh]}"
        let bench = try WatchBench(watch: watch, serve: "[opal]")
        // Its trials are told from the other's by their words.
        try bench.folder.write(
            WatchBench.pack("fresh", "high").replacing("Keep it.", with: "Hush.").replacing(
                "Never say it.",
                with: "Hush."
            ),
            to: "fresh.yaml"
        )
        try await bench.certify()
        bench.answer(
            "opal",
            FakeTarget { asked in
                return asked.system.contains("Hush.")
                    ? .answered(Answer(text: ""), .init(model: "opal-2")) : .says("No.", model: "opal-2")
            }
        )
        let watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + 12 * WatchBench.hour)
        let alarm = try #require(try bench.alarms(.measurement).first)
        #expect(try bench.state().watch.alarms.count == 1 && alarm.cleared == nil)
        #expect(alarm.alarm.stream == "scoring:fresh" && alarm.alarm.reason.contains("trials of fresh 0 could"))
        #expect(try await watcher.status().places.first?.model.unmeasured == ["fresh"])
        let without = try WatchBench.settings(bench.folder, watch: "{probes_per_day: 200}", serve: "[opal]")
        bench.settings.change { $0 = without }
        try await bench.settle(watcher)
        #expect(try bench.alarms(.measurement).map { $0.cleared?.by } == [.server])
        #expect(try await watcher.status().places.first?.model.unmeasured == [])
    }

    @Test("a close look that cannot be made is told of, finds nothing, and that is over when trials are scored")
    func brokenLook() async throws {
        let bench = try WatchBench()
        try await bench.certify()
        // It leaks once, and answers nothing while it is looked at.
        let hits = Watched(0)
        bench.answer(
            "opal",
            FakeTarget { asked in
                guard asked.isTrial else { return .says("No.", model: "opal-2") }
                hits.change { $0 += 1 }
                return hits.value == 1 ? .says("It is \(asked.secret).", model: "opal-2") : .fails(.target)
            }
        )
        let watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + 5 * WatchBench.hour) {
            try !bench.alarms(.measurement).isEmpty
        }
        let alarm = try #require(try bench.alarms(.measurement).first)
        #expect(alarm.alarm.stream == "burst" && alarm.cleared == nil && hits.value > 1)
        bench.answer("opal", WatchBench.firm("opal-2"))
        try await bench.run(watcher, until: Self.start + Self.day)
        #expect(try bench.alarms(.measurement).allSatisfy { $0.cleared?.by == .server })
        #expect(try bench.findings().isEmpty && bench.alarms(.weakness).isEmpty)
    }

    @Test("what is suspected of a pack that is gone is given up, and the model goes on being watched")
    func packGone() async throws {
        let bench = try WatchBench(serve: "[opal]")
        try await bench.certify()
        let watcher = bench.watcher()
        try await bench.run(watcher, until: Self.start + WatchBench.hour)
        var known = try await watcher.model("opal")
        _ = known.want(
            WatchTrigger(.hit, policy: "clinic", probes: ["gone/door/plain"], at: bench.clock.value),
            most: 9
        )
        _ = known.want(
            WatchTrigger(.person, policy: "clinic", probes: ["small/no/plain"], at: bench.clock.value),
            most: 9
        )
        // Of a policy that no route has any more: nobody comes to it, and it is in nobody's way.
        _ = known.want(
            WatchTrigger(.alarm, policy: "old", probes: ["small/door/plain"], at: bench.clock.value),
            most: 9
        )
        try await watcher.keep(model: ("opal", known))
        let before = try await bench.trials(watcher).count
        try await bench.run(watcher, until: Self.start + 5 * WatchBench.hour)
        #expect(try await watcher.model("opal").triggers.map(\.policy) == ["old"])
        #expect(try await bench.trials(watcher).count > before && bench.findings().isEmpty)
    }
}
