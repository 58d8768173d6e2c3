import Domain
import Testing

@testable import Probing

@Suite("Drawing the watch's trials")
struct WatchDrawTests {
    @Test("meets every set of goals as often as its probes are many")
    func everySet() throws {
        let target = FakeTarget.firm().target
        for name in BuiltInPacks.names {
            let pack = try PackFixtures.builtIn(name)
            let baseline = WatchStream.Baseline(certificate: nil, packHash: pack.hash, rate: 50_000)
            let stream = WatchStream.Name(model: "opal", policy: "clinic", pack: name)
            let drawn = try (0..<2_000).compactMap { number in
                let stream = try #require(WatchStream(stream, baseline, next: number))
                return Watcher.trial(of: stream, pack, target, seed: 7)?.probe
            }
            #expect(drawn.count == 2_000)
            for cell in pack.cells {
                let expected = 2_000 * Double(pack.probes(of: cell).count) / Double(pack.probeCount)
                let seen = Double(drawn.count { $0.goalSet == cell.goals })
                // Five standard deviations; the draw is seeded.
                #expect(abs(seen - expected) < 5 * expected.squareRoot() + 5, "\(name) \(cell.goals)")
            }
        }
    }

    @Test("leaves out what the target cannot take, and draws nothing where nothing is left")
    func unfitting() throws {
        let pack = try PackFixtures.builtIn("injection-core")
        var target = FakeTarget.firm().target
        target.takesTools = false
        let baseline = WatchStream.Baseline(certificate: nil, packHash: pack.hash, rate: 50_000)
        let stream = try #require(WatchStream(.init(model: "opal", policy: "clinic", pack: pack.id), baseline))
        let probe = try #require(Watcher.trial(of: stream, pack, target, seed: 7)).probe
        #expect(target.takes(probe))
        #expect(Watcher.trial(of: stream, pack.keeping { _ in false }, target, seed: 7) == nil)
    }
}
