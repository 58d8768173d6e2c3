package import Control
import Foundation
import Synchronization

/// Follows the ledger on a thread of its own, and tells of every new state: appended here or by any other process.
package final class LedgerFollower: Sendable {
    /// Ten times faster than a revoked key must stop.
    private static let pollMilliseconds: Int32 = 10

    private let stopped = Atomic<Bool>(false)

    /// - Parameters:
    ///   - handler: called on the follower's thread, in order; the next poll waits for it.
    ///   - looked: behind `handler`, with the number of a look that somebody waits for.
    package init(
        _ store: LedgerStore,
        from epoch: UInt64,
        lookout: Lookout = Lookout(),
        handler: @escaping @Sendable (ControlState) -> Void,
        looked: @escaping @Sendable (UInt64) -> Void = { _ in },
        failed: @escaping @Sendable (String) -> Void
    ) {
        let thread = Thread { [self] in
            var version = -1
            var known = epoch
            var complained = false
            while !stopped.load(ordering: .relaxed) {
                let look = lookout.begin()
                do {
                    let now = try store.dataVersion()
                    // Our own appends do not move this connection's number; the folded state's epoch tells of them.
                    if now != version || store.state.epoch != known {
                        version = now
                        let state = try store.refresh()
                        if state.epoch != known {
                            known = state.epoch
                            handler(state)
                        }
                    }
                    complained = false
                } catch {
                    if !complained { failed("\(DatabaseFile.translate(error, "ledger"))") }
                    complained = true
                }
                // One that failed, too: serving goes on under the last state.
                if lookout.isAwaited(look) { looked(look) }
                store.grown.wait(atMost: Self.pollMilliseconds)
            }
        }
        thread.name = "ledger follower"
        thread.start()
    }

    package func stop() {
        stopped.store(true, ordering: .relaxed)
    }
}
