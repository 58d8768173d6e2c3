package import Control
import Domain
package import Storage

/// Where what the watch sees enters the ledger: each call is one transaction.
package struct WatchDesk: Sendable {
    private let ledger: LedgerStore
    private let now: @Sendable () -> UInt64

    package init(_ ledger: LedgerStore, now: @escaping @Sendable () -> UInt64) {
        self.ledger = ledger
        self.now = now
    }

    package func refresh() throws -> WatchState { try ledger.refresh().watch }

    // MARK: Alarms

    /// Raises an alarm, unless one that says the same is open: a watch that died between the alarm and its own notes comes to it
    /// again.
    ///
    /// - Parameter make: of its number; called again where another writer took that.
    /// - Returns: the alarm that stands now, and whether it is the one that was made.
    package func alarm(_ make: (String) -> WatchAlarm) throws -> (alarm: WatchAlarm, isNew: Bool) {
        try ledger.retrying { state in
            let alarm = make(EventNumber.next("WA", at: now(), among: state.watch.alarms.keys))
            if let standing = state.watch.standing(alarm) { return (standing, false) }
            let after = try ledger.append(
                [.init(.watchAlarmed(alarm), id: alarm.id)],
                // Whoever raised any alarm meanwhile has taken this number.
                check: { if $0.watch.alarms[alarm.id] != nil { throw Overtaken() } }
            )
            // An event whose id is there already is passed over, and an alarm must not be lost in silence.
            guard after.watch.alarms[alarm.id]?.alarm == alarm else {
                throw StorageError(.failed, "The ledger has an event `\(alarm.id)` already, so the alarm was not kept.")
            }
            return (alarm, true)
        }
    }

    /// - Parameter reason: for people, private.
    /// - Throws: `WatchRefusal`, or `StorageError`.
    package func clear(_ id: String, by: Actor, reason: String) throws {
        try ledger.append(
            [.init(.watchCleared(WatchClearing(id: id, by: by, reason: reason)), id: "\(id)/cleared")],
            check: { state in
                guard let raised = state.watch.alarms[id] else { throw WatchRefusal.unknownAlarm(id) }
                if raised.cleared != nil { throw WatchRefusal.isCleared(id) }
            }
        )
    }

    // MARK: Pauses

    /// - Parameters:
    ///   - model: as configured; nil: the whole watch.
    ///   - until: Unix milliseconds; nil: until it is resumed.
    ///   - reason: for people, private.
    package func pause(_ model: String?, until: UInt64? = nil, by: Actor, reason: String) throws {
        try step(.watchPaused(WatchPausing(model: model, until: until, by: by, reason: reason))) { _ in }
    }

    /// Ends a pause, even one whose time has passed.
    ///
    /// - Throws: `WatchRefusal`, or `StorageError`.
    package func resume(_ model: String?, by: Actor, reason: String) throws {
        try step(.watchResumed(WatchResuming(model: model, by: by, reason: reason))) { watch in
            if watch.kept(model) == nil { throw WatchRefusal.isNotPaused(model: model) }
        }
    }

    private func step(_ event: ControlEvent, check: (WatchState) throws -> Void) throws {
        try ledger.retrying { state in
            let seen = state.watch.steps
            try ledger.append(
                [.init(event, id: "watch/\(seen + 1)")],
                check: { state in
                    // Ids come from the number of steps: one that was overtaken must not pass for a repeated one.
                    guard state.watch.steps == seen else { throw Overtaken() }
                    try check(state.watch)
                }
            )
        }
    }

    // MARK: Findings

    /// Says how far a finding reaches; what is known already is not said again.
    ///
    /// - Throws: `FindingRefusal`, or `StorageError`.
    @discardableResult
    package func measure(_ breadth: FindingBreadth) throws -> GateState.Confirmed {
        if let found = try ledger.refresh().gate.findings[breadth.id], found.breadth == breadth { return found }
        return try ledger.step(finding: breadth.id, .findingMeasured(breadth))
    }
}
