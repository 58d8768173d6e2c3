import Control
import Storage
import Synchronization

/// The ledger as this process knows it: the state that it has followed to, and the events behind it.
final class FollowedLedger: Sendable {
    private let read: Notifier.Read
    private let current: Mutex<ControlState>
    private let standing = Mutex<[CertificateAlarm]>([])

    init(_ state: ControlState, read: @escaping Notifier.Read) {
        current = Mutex(state)
        self.read = read
    }

    var state: ControlState { current.withLock { $0 } }
    /// Number of events.
    var end: Int { Int(clamping: state.epoch) }

    func follow(_ state: ControlState) { current.withLock { $0 = state } }

    /// What the newest look at certificates showed.
    var alarms: [CertificateAlarm] { standing.withLock { $0 } }

    /// - Returns: whether one was not there before.
    func warn(_ alarms: [CertificateAlarm]) -> Bool {
        standing.withLock { current in
            let known = Dictionary(current.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            current = alarms.map { known[$0.id] ?? $0 }
            return alarms.contains { known[$0.id] == nil }
        }
    }

    /// - Throws: also when there are none, although the state has them.
    func events(_ range: Range<Int>) async throws -> [LedgerStore.Stored] {
        let events = try await Blocking.run { [read] in try read(range) }
        guard !events.isEmpty else {
            throw StorageError(.corrupt, "The ledger has no event \(range.lowerBound) any more. Restore a backup.")
        }
        return events
    }
}
