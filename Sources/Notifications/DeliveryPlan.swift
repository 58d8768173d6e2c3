/// What one endpoint is told next, and when it is tried again.
///
/// Events come in the order of the ledger, and none before the one in front of it was taken or given up. When all are told,
/// people are reminded of what waits for them. A message that is not taken is tried again after growing, random waits, and is
/// given up after a day of trying: then a receiver that takes everything but this one goes on with the next. That next one
/// has a day of its own, so a receiver that is down for long misses one message a day and gets all others. A reminder is not
/// given up but replaced, by the next one or by an event. In between come alarms, which no event tells: each once, and given
/// up after a day like an event.
///
/// Holds no message, only how far the endpoint is. Time comes in, as Unix milliseconds; a clock that jumps may move a reminder,
/// but makes nobody give up.
package struct DeliveryPlan: Sendable, Equatable {
    package static let shortestWait = Duration.seconds(1)
    /// Past five minutes a longer wait spares a receiver nothing that matters.
    package static let longestWait = Duration.seconds(300)
    /// Milliseconds: whoever looks at a receiver once a day finds it in time.
    package static let patience: UInt64 = 86_400_000
    /// Milliseconds between two failures that count as trying, at most: the longest wait, and the try itself.
    private static let longestStep: UInt64 = 360_000
    /// Beyond this many doublings the cap has long been reached.
    private static let mostDoublings = 30

    /// What outlives the process.
    package struct Mark: Sendable, Equatable {
        /// Of the first event that was neither taken, nor given up, nor passed over.
        package var position: Int
        /// Unix milliseconds; nil while the last message was taken.
        package var failingSince: UInt64?
        /// Milliseconds for which the event at `position`, or the alarm that is next, was tried.
        package var failedFor: UInt64
        /// The newest reminder: when it was due, and of which recall.
        package var remindedAt: UInt64
        package var remindedOf: String
        /// Ids of the alarms that were taken or given up.
        package var alarmed: Set<String>

        package init(
            position: Int,
            failingSince: UInt64? = nil,
            failedFor: UInt64 = 0,
            remindedAt: UInt64,
            remindedOf: String = "",
            alarmed: Set<String> = []
        ) {
            self.position = position
            self.failingSince = failingSince
            self.failedFor = failedFor
            self.remindedAt = remindedAt
            self.remindedOf = remindedOf
            self.alarmed = alarmed
        }
    }

    /// A recall that waits for a person, since a moment in Unix milliseconds.
    package struct Waiting: Sendable, Equatable {
        package var recall: String
        package var since: UInt64

        package init(recall: String, since: UInt64) {
            self.recall = recall
            self.since = since
        }
    }

    package struct Reminder: Sendable, Equatable {
        package var recall: String
        package var dueAt: UInt64

        package init(recall: String, dueAt: UInt64) {
            self.recall = recall
            self.dueAt = dueAt
        }

        package var id: String { "\(recall)/still_held/\(dueAt)" }
    }

    package enum Item: Sendable, Equatable {
        case event(position: Int)
        case reminder(Reminder)
        case alarm(String)

        var isReminder: Bool { if case .reminder = self { true } else { false } }
    }

    package enum Step: Sendable, Equatable {
        /// Look whether one of these events is to be told.
        case events(Range<Int>)
        case remind(Reminder)
        case alarm(String)
        /// Nothing to do before that moment; nil: before something happens.
        case rest(until: UInt64?)
    }

    package struct Aftermath: Sendable, Equatable {
        package var wait: Duration
        package var isGivenUp: Bool
    }

    package private(set) var mark: Mark
    /// Milliseconds; nil: nobody is reminded.
    private let interval: UInt64?
    private var failures = 0
    private var failedAt: UInt64?
    /// What was tried last and not taken.
    private var failedItem: Item?

    package init(_ mark: Mark, repeats: Duration?) {
        self.mark = mark
        interval = repeats.map { UInt64(max(1, $0.components.seconds)) * 1000 }
    }

    // MARK: What comes next

    /// - Parameters:
    ///   - end: number of events that there are.
    ///   - alarms: ids of those that stand.
    package mutating func next(end: Int, waiting: [Waiting], alarms: [String] = [], now: UInt64) -> Step {
        // A ledger that was restored from an older copy is shorter.
        mark.position = min(mark.position, end)
        if mark.position < end { return .events(mark.position..<end) }
        if let alarm = alarms.first(where: { !mark.alarmed.contains($0) }) { return .alarm(alarm) }
        guard let interval else { return .rest(until: nil) }
        // Of a clock that was far ahead.
        if mark.remindedAt > now + interval { mark.remindedAt = now }
        let due = waiting.compactMap { Self.newest($0, interval, now) }.filter { isAhead($0) }
        if let first = due.min(by: { ($0.dueAt, $0.recall) < ($1.dueAt, $1.recall) }) { return .remind(first) }
        return .rest(until: waiting.map { Self.later($0, interval, now) }.min())
    }

    /// The last one that was due: whoever was away is reminded once, not once an interval.
    private static func newest(_ waiting: Waiting, _ interval: UInt64, _ now: UInt64) -> Reminder? {
        guard now > waiting.since, now - waiting.since >= interval else { return nil }
        return Reminder(
            recall: waiting.recall,
            dueAt: waiting.since + (now - waiting.since) / interval * interval
        )
    }

    private static func later(_ waiting: Waiting, _ interval: UInt64, _ now: UInt64) -> UInt64 {
        guard now > waiting.since else { return waiting.since + interval }
        return waiting.since + ((now - waiting.since) / interval + 1) * interval
    }

    private func isAhead(_ reminder: Reminder) -> Bool {
        (reminder.dueAt, reminder.recall) > (mark.remindedAt, mark.remindedOf)
    }

    // MARK: What came of it

    /// Nobody is told of the event at this position.
    package mutating func pass(_ position: Int) {
        mark.position = max(mark.position, position + 1)
    }

    /// Alarms of certificates that others have replaced do not come again.
    package mutating func forgetAlarms(except isNeeded: (String) -> Bool) {
        mark.alarmed = mark.alarmed.filter(isNeeded)
    }

    package mutating func accepted(_ item: Item) {
        failures = 0
        failedItem = nil
        failedAt = nil
        mark.failingSince = nil
        end(item)
    }

    package mutating func failed(
        _ item: Item,
        now: UInt64,
        using random: inout some RandomNumberGenerator
    ) -> Aftermath {
        // An event that comes while an alarm is tried has a day of its own.
        if let failedItem, failedItem != item { mark.failedFor = 0 }
        if !item.isReminder, let failedAt, now > failedAt {
            mark.failedFor += min(now - failedAt, Self.longestStep)
        }
        failedAt = now
        failedItem = item
        mark.failingSince = mark.failingSince ?? now
        let ceiling = min(Self.shortestWait * 2 * (1 << min(failures, Self.mostDoublings)), Self.longestWait)
        failures += 1
        let isGivenUp = !item.isReminder && mark.failedFor >= Self.patience
        if isGivenUp { end(item) }
        return Aftermath(wait: Self.wait(below: ceiling, using: &random), isGivenUp: isGivenUp)
    }

    /// Between half of the ceiling and all of it: never at once, and never all endpoints in one moment.
    private static func wait(below ceiling: Duration, using random: inout some RandomNumberGenerator) -> Duration {
        let most = ceiling.components.seconds * 1000
        return .milliseconds(Int64.random(in: most / 2...most, using: &random))
    }

    private mutating func end(_ item: Item) {
        switch item {
        case .event(let position):
            mark.failedFor = 0
            pass(position)
        case .reminder(let reminder):
            mark.remindedAt = reminder.dueAt
            mark.remindedOf = reminder.recall
        case .alarm(let id):
            mark.failedFor = 0
            mark.alarmed.insert(id)
        }
    }
}
