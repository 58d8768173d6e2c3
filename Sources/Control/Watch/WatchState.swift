/// What the watch said, and where it pauses. A part of the fold.
package struct WatchState: Sendable, Equatable, Codable {
    package struct Raised: Sendable, Equatable, Codable {
        package var alarm: WatchAlarm
        /// Unix milliseconds.
        package var at: UInt64
        /// Number of events of the ledger with this one.
        package var epoch: UInt64
        /// nil: it is open.
        package var cleared: Cleared?
    }

    package struct Cleared: Sendable, Equatable, Codable {
        package var by: Actor
        package var reason: String
        /// Unix milliseconds.
        package var at: UInt64
    }

    package struct Pause: Sendable, Equatable, Codable {
        /// Unix milliseconds, the first moment that it does not hold; nil: until it is resumed.
        package var until: UInt64?
        package var by: Actor
        package var reason: String
        /// Unix milliseconds.
        package var at: UInt64

        package func holds(_ now: UInt64) -> Bool { until.map { now < $0 } ?? true }
    }

    /// So many are kept; the ledger has them all.
    package static let mostAlarms = 1_000

    /// By id: of those that are over the oldest go first, then the oldest at all.
    package private(set) var alarms: [String: Raised] = [:]
    /// Of single models, by name, those included whose time has passed.
    package private(set) var pauses: [String: Pause] = [:]
    /// Of the whole watch, even when its time has passed; nil: there is none, or it was resumed.
    package private(set) var wholePause: Pause?
    /// How many pauses and resumptions there ever were, those that had no effect included: what is erased must not change it,
    /// for the ids of the next ones come from it.
    package private(set) var steps = 0

    package init() {}

    // MARK: Alarms

    /// - Returns: whether there was no such alarm before.
    mutating func raise(_ alarm: WatchAlarm, at: UInt64, epoch: UInt64) -> Bool {
        guard alarms[alarm.id] == nil else { return false }
        if alarms.count >= Self.mostAlarms, let oldest = alarms.values.min(by: Self.goesBefore)?.alarm.id {
            alarms[oldest] = nil
        }
        alarms[alarm.id] = Raised(alarm: alarm, at: at, epoch: epoch)
        return true
    }

    private static func goesBefore(_ one: Raised, _ other: Raised) -> Bool {
        (one.cleared == nil ? 1 : 0, one.at, one.alarm.id) < (other.cleared == nil ? 1 : 0, other.at, other.alarm.id)
    }

    mutating func clear(_ clearing: WatchClearing, at: UInt64) -> Bool {
        guard let raised = alarms[clearing.id], raised.cleared == nil else { return false }
        alarms[clearing.id]?.cleared = Cleared(by: clearing.by, reason: clearing.reason, at: at)
        return true
    }

    /// What is not over, the oldest first.
    ///
    /// - Parameter model: as configured; nil: of all.
    package func open(model: String? = nil) -> [Raised] {
        alarms.values.filter { $0.cleared == nil && (model == nil || $0.alarm.model == model) }
            .sorted { ($0.at, $0.alarm.id) < ($1.at, $1.alarm.id) }
    }

    /// The open one that says the same; nil: none does.
    package func standing(_ alarm: WatchAlarm) -> WatchAlarm? {
        open(model: alarm.model).first { $0.alarm.isSame(as: alarm) }?.alarm
    }

    // MARK: Pauses

    /// Whether no trial is to be made of the model now.
    ///
    /// - Parameter now: Unix milliseconds.
    package func isPaused(_ model: String, now: UInt64) -> Bool { pause(of: model, now: now) != nil }

    /// The pause that holds now, the whole watch's before the model's own.
    ///
    /// - Parameter model: nil: of the whole watch only.
    package func pause(of model: String?, now: UInt64) -> Pause? {
        if let wholePause, wholePause.holds(now) { return wholePause }
        guard let model, let own = pauses[model], own.holds(now) else { return nil }
        return own
    }

    /// Another pause of the same takes the place of the one before.
    ///
    /// - Returns: whether it pauses anything: one whose model was erased does not.
    mutating func pause(_ pausing: WatchPausing, at: UInt64) -> Bool {
        steps += 1
        let pause = Pause(until: pausing.until, by: pausing.by, reason: pausing.reason, at: at)
        switch pausing.model {
        case nil: wholePause = pause
        case "": return false
        case let model?: pauses[model] = pause
        }
        return true
    }

    mutating func resume(_ resuming: WatchResuming) -> Bool {
        steps += 1
        guard kept(resuming.model) != nil else { return false }
        if let model = resuming.model { pauses[model] = nil } else { wholePause = nil }
        return true
    }

    /// What a resumption would end, even when its time has passed.
    package func kept(_ model: String?) -> Pause? {
        guard let model else { return wholePause }
        return pauses[model]
    }
}
