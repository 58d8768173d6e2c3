import Foundation
import Storage
import Testing

@testable import Notifications

@Suite("Delivery store")
struct DeliveryStoreTests {
    @Test("an endpoint's place survives, each for itself, and is forgotten with the endpoint")
    func marks() throws {
        let path = NSTemporaryDirectory() + "holdfast-notifications-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try StateFolder(path)
        let store = DeliveryStore(try RecordsFile.file(folder).open())
        #expect(try store.mark(of: "a") == nil)
        let first = DeliveryPlan.Mark(position: 3, remindedAt: 1_781_299_800_000)
        let second = DeliveryPlan.Mark(
            position: 9,
            failingSince: 1_781_299_800_000,
            failedFor: 77,
            remindedAt: .max,
            remindedOf: "HF-RC-2026-0001",
            alarmed: ["HF-CT-2026-0001/expiring", "HF-CT-2026-0001/stale/expired"]
        )
        try store.keep(first, of: "b")
        try store.keep(first, of: "a")
        try store.keep(second, of: "a")
        let again = DeliveryStore(try RecordsFile.file(folder).open())
        var kept = second
        kept.remindedAt = UInt64(Int64.max)
        #expect(try again.mark(of: "a") == kept)
        #expect(try again.mark(of: "b") == first)
        try again.keepOnly(["b", "c"])
        #expect(try again.mark(of: "a") == nil)
        #expect(try again.mark(of: "b") == first)
    }
}
