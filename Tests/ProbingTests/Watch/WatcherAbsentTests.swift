import Control
import Domain
import HoldfastTesting
import Settings
import Testing

@testable import Probing

@Suite("What the watch knows of models that are gone")
struct WatcherAbsentTests {
    private static func keys(_ bench: WatchBench, _ model: String) throws -> [Bool] {
        let stream = WatchStream.Name(model: model, policy: "clinic", pack: "small")
        return try [
            .model(model), .live(model), .place(.init(route: "support", model: model)), .stream(stream),
        ].map { (key: ProbeStore.WatchKey) in try bench.store.watched(key) != nil }
    }

    /// Two models of which all is known, the trials of both at rest.
    private static func bench() async throws -> (WatchBench, Watcher) {
        let bench = try WatchBench()
        try await bench.certify()
        let watcher = bench.watcher()
        try await bench.run(watcher, until: WatchBench.start + 3 * WatchBench.hour)
        for model in ["opal", "jade"] {
            try await watcher.keep(live: (model, LiveStreams(certificate: nil)))
            #expect(try keys(bench, model) == [true, true, true, true])
        }
        try bench.desk.pause(nil, by: .uid(7), reason: "r")
        return (bench, watcher)
    }

    private static func after(_ days: UInt64, _ bench: WatchBench, _ watcher: Watcher) async throws {
        bench.clock.change { $0 += days * WatchBench.day }
        #expect(try await watcher.due().isEmpty)
    }

    private static func configure(_ bench: WatchBench, _ names: [String]) throws {
        let all = try WatchBench.settings(bench.folder, watch: "{probes_per_day: 24}")
        bench.settings.change { settings in
            settings = all
            settings.models.removeAll { !names.contains($0.name) }
            settings.routes[0].serve = names
        }
    }

    @Test("it is dropped when the model has been gone for 30 days, whoever counts them, and nothing else is")
    func dropped() async throws {
        let (bench, first) = try await Self.bench()
        try Self.configure(bench, ["opal"])
        try await Self.after(1, bench, first)
        let watcher = bench.watcher()
        try await Self.after(29, bench, watcher)
        #expect(try Self.keys(bench, "jade") == [true, true, true, true])
        try await Self.after(1, bench, watcher)
        #expect(try Self.keys(bench, "jade") == [false, false, false, false])
        #expect(try Self.keys(bench, "opal") == [true, true, true, true])
        #expect(try bench.store.watched(.seed) == "7" && bench.store.watched(.absent) == "[]")
        // Who comes back begins anew.
        try Self.configure(bench, ["opal", "jade"])
        #expect(try await watcher.model("jade") == WatchedModel())
    }

    @Test("who was back meanwhile is kept for another 30 days; so is who seemed gone for so long by a clock alone")
    func back() async throws {
        let (bench, watcher) = try await Self.bench()
        try Self.configure(bench, ["opal"])
        try await Self.after(1, bench, watcher)
        try await Self.after(20, bench, watcher)
        try Self.configure(bench, ["opal", "jade"])
        try await Self.after(1, bench, watcher)
        try Self.configure(bench, ["opal"])
        try await Self.after(1, bench, watcher)
        try await Self.after(29, bench, watcher)
        #expect(try Self.keys(bench, "jade") == [true, true, true, true])
        bench.clock.change { $0 -= 300 * WatchBench.day }
        try await Self.after(1, bench, watcher)
        try await Self.after(29, bench, watcher)
        #expect(try Self.keys(bench, "jade") == [true, true, true, true])
        try await Self.after(1, bench, watcher)
        #expect(try Self.keys(bench, "jade") == [false, false, false, false])
    }
}
