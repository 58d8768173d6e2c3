import Control
import Storage

/// How many messages wait, of the events that were looked at.
struct PendingCount {
    private(set) var value = 0
    /// Of the first event that was not looked at.
    private(set) var seen = 0

    mutating func look(_ events: [LedgerStore.Stored], _ wants: (ControlEvent) -> Bool) {
        for stored in events where stored.position >= seen {
            if wants(stored.event) { value += 1 }
            seen = stored.position + 1
        }
    }

    /// It was taken, given up, or said nothing.
    mutating func end(_ position: Int) {
        if position < seen { value = max(0, value - 1) }
    }

    mutating func end(_ item: DeliveryPlan.Item) {
        if case .event(let position) = item { end(position) }
    }
}
