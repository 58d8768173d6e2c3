import Control
import Logging
import Relay
import Storage
import Synchronization

/// Appends events about the server itself. Serving does not depend on it: what the ledger does not take now waits, and is
/// appended with the time at which it happened.
final class OwnEvents: Sendable {
    /// Some days of reloads; what comes beyond is only in the log.
    private static let maximumWaiting = 64

    private let ledger: LedgerStore
    private let degradation: Degradation
    private let logger: Logger
    private let waiting = Mutex<[LedgerStore.Draft]>([])

    init(_ ledger: LedgerStore, _ degradation: Degradation, logger: Logger) {
        self.ledger = ledger
        self.degradation = degradation
        self.logger = logger
    }

    /// May block for as long as the store waits for a lock.
    func append(_ drafts: [LedgerStore.Draft]) {
        // Where the whole state cannot be written, that is told already, and nothing waits for it.
        guard !degradation.has(.state) else { return }
        let isBehind = waiting.withLock { waiting in
            guard !waiting.isEmpty else { return false }
            Self.put(drafts, behind: &waiting)
            return true
        }
        guard !isBehind else { return }
        do {
            try ledger.append(drafts)
            turn(nil)
        } catch {
            waiting.withLock { Self.put(drafts, behind: &$0) }
            turn("\(error)")
        }
    }

    /// Tries what waits once more.
    func retry() {
        let drafts = waiting.withLock { $0 }
        guard !drafts.isEmpty else { return }
        do {
            // A repeated append is recognised by its id.
            try ledger.append(drafts)
            waiting.withLock { $0.removeFirst(drafts.count) }
            turn(nil)
        } catch {
            turn("\(error)")
        }
    }

    private static func put(_ drafts: [LedgerStore.Draft], behind waiting: inout [LedgerStore.Draft]) {
        let now = WallClock.system.milliseconds()
        for var draft in drafts where waiting.count < maximumWaiting {
            draft.awareAt = draft.awareAt ?? now
            waiting.append(draft)
        }
    }

    private func turn(_ cause: String?) {
        guard degradation.set(.ledger, cause.map { "The ledger takes no events: \($0)" }) else { return }
        if let cause {
            logger.error(
                "the ledger takes no events; serving goes on under the last state",
                metadata: ["cause": "\(cause)"]
            )
        } else {
            logger.notice("the ledger takes events again")
        }
    }
}
