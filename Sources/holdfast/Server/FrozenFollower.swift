import Control
import Foundation
import Storage
import Synchronization

/// Follows a ledger whose folder this process cannot write: reads it anew whenever its files have changed.
///
/// Slower than a follower of an open database, and sure all the same: a key that was revoked after the folder can be written
/// again stops working here too.
final class FrozenFollower: Sendable {
    private static let pause: TimeInterval = 0.2

    private let isStopping = Atomic<Bool>(false)

    /// - Parameters:
    ///   - handler: called on the follower's thread, in order.
    ///   - looked: behind `handler`, with the number of a look that somebody waits for.
    init(
        _ folder: StateFolder,
        refusal: StorageError,
        from epoch: UInt64,
        lookout: Lookout,
        handler: @escaping @Sendable (ControlState) -> Void,
        looked: @escaping @Sendable (UInt64) -> Void
    ) {
        let thread = Thread { [self] in
            var known = epoch
            var seen: [String] = []
            while !isStopping.load(ordering: .relaxed) {
                Thread.sleep(forTimeInterval: Self.pause)
                let look = lookout.begin()
                defer { if lookout.isAwaited(look) { looked(look) } }
                let marks = Self.marks(folder)
                guard marks != seen,
                    // Read while somebody writes it may be of two moments, which the tree shows; then it is read once more.
                    let state = try? LedgerStore(frozen: folder, refusal: refusal).refresh(),
                    marks == Self.marks(folder)
                else { continue }
                seen = marks
                guard state.epoch > known else { continue }
                known = state.epoch
                handler(state)
            }
        }
        thread.name = "ledger follower"
        thread.start()
    }

    func stop() { isStopping.store(true, ordering: .relaxed) }

    private static func marks(_ folder: StateFolder) -> [String] {
        ["", "-wal"].map { part in
            let facts = try? FileManager.default.attributesOfItem(atPath: folder.ledger + part)
            let time = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(time) \(facts?[.size] as? Int ?? -1) \(facts?[.systemFileNumber] as? Int ?? -1)"
        }
    }
}
