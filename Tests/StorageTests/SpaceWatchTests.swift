import Domain
import Foundation
import HoldfastTesting
import Storage
import Testing

@Suite("Space")
struct SpaceWatchTests {
    private let limit = 64 << 20

    @Test(
        "the journal stops below the limit, goes on only with room to spare, and a reserve that an append took comes back"
    )
    func order() {
        var watch = SpaceWatch()
        let steps: [(free: Int, has: Bool, stops: Bool, wants: Bool)] = [
            (1 << 30, false, false, true), (1 << 30, true, false, false),
            (64 << 20, true, false, false),
            ((64 << 20) - 1, true, true, false), (70 << 20, true, true, false),
            (80 << 20, true, false, false), (20 << 20, true, true, false),
            ((8 << 20) - 1, true, true, false),
            (16 << 20, false, true, false), (80 << 20, false, true, false),
            (88 << 20, false, false, true),
            (88 << 20, true, false, false),
        ]
        for (index, step) in steps.enumerated() {
            let decision = watch.look(.init(free: step.free, hasReserve: step.has, limit: limit))
            #expect(decision.stopsJournal == step.stops, "step \(index)")
            #expect(decision.wantsReserve == step.wants, "step \(index)")
        }
    }

    @Test("a reserve that went without our doing means a full disk, whatever the system tells of free space")
    func givenUp() {
        var watch = SpaceWatch()
        _ = watch.look(.init(free: 66 << 20, hasReserve: true, limit: limit))
        #expect(watch.look(.init(free: 70 << 20, hasReserve: false, limit: limit)).stopsJournal)
        #expect(watch.look(.init(free: nil, hasReserve: false, limit: limit)).stopsJournal)
        #expect(watch.look(.init(free: 70 << 20, hasReserve: false, limit: limit)).stopsJournal)
        #expect(!watch.look(.init(free: 1 << 30, hasReserve: false, limit: limit)).stopsJournal)
    }

    @Test("without a limit, and where free space is not told, nothing stops")
    func unlimited() {
        var watch = SpaceWatch()
        #expect(watch.look(.init(free: 0, hasReserve: true, limit: 0)).stopsJournal == false)
        #expect(watch.look(.init(free: nil, hasReserve: true, limit: limit)).stopsJournal == false)
    }

    @Test(
        "on any walk the reserve is wanted only while the journal runs",
        arguments: 0..<20
    )
    func walk(seed: Int) {
        var random = SeededRandom(seed: seed)
        var (watch, hasReserve) = (SpaceWatch(), false)
        for _ in 0..<500 {
            let free = random.pick([0, 1 << 20, 30 << 20, 63 << 20, 65 << 20, 81 << 20, 89 << 20, 1 << 30])
            if random.chance(20) { hasReserve = false }
            let decision = watch.look(.init(free: free, hasReserve: hasReserve, limit: limit))
            #expect(!decision.wantsReserve || !decision.stopsJournal)
            #expect(free >= limit || decision.stopsJournal)
            if decision.wantsReserve { hasReserve = true }
        }
    }

    @Test("a reserve takes its space for real, once, and is gone when given up")
    func reserve() throws {
        let folder = try StateFolder(NSTemporaryDirectory() + "holdfast-reserve-\(UUID().uuidString)")
        let reserve = Reserve(folder)
        #expect(!reserve.isThere && !reserve.giveUp())
        #expect(reserve.make() && reserve.make() && reserve.isThere)
        let facts = try FileManager.default.attributesOfItem(atPath: reserve.path)
        #expect(facts[.size] as? Int == Reserve.bytes && facts[.posixPermissions] as? Int == 0o600)
        var blocks = stat()
        #expect(stat(reserve.path, &blocks) == 0 && Int(blocks.st_blocks) * 512 >= Reserve.bytes)
        #expect(reserve.giveUp() && !reserve.isThere)
        #expect(Reserve.free(at: folder.path) ?? 0 > 0 && Reserve.free(at: folder.path + "/none") == nil)
    }
}
