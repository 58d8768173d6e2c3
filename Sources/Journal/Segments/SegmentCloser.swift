package import Control
package import Foundation
package import GRDB
import Storage
import Synchronization

/// Closes segments of the journal and has them logged, on a thread of its own: neither an exchange nor the journal's
/// writer waits for it.
///
/// It keeps no records in memory. What is stored and not logged yet is the next segment, whatever process wrote it; so what
/// a crash left is closed at the next start, and what the ledger does not take becomes a part of a later segment.
package final class SegmentCloser: Sendable {
    /// An event a segment: rare enough that the ledger of a busy server grows by some thousands of events a day.
    private static let longestOpen: TimeInterval = 10
    /// As many records as one comparison should read.
    package static let largest = 10_000
    private static let pause: TimeInterval = 0.5

    package struct Figures: Sendable, Equatable {
        /// Records that are stored and in no segment yet.
        package var open = 0
        /// nil while the ledger takes segments.
        package var failure: String?
    }

    /// Where segments are logged. Called on the closer's thread only.
    package struct Log: Sendable {
        /// The position behind the last record that the ledger commits to.
        package var end: @Sendable () throws -> Int
        package var append: @Sendable (JournalSegment) throws -> Void

        package init(
            end: @escaping @Sendable () throws -> Int,
            append: @escaping @Sendable (JournalSegment) throws -> Void
        ) {
            self.end = end
            self.append = append
        }
    }

    private let database: DatabaseQueue
    private let reader: SegmentReader
    private let log: Log
    private let longestOpen: TimeInterval
    private let turned: @Sendable (String?) -> Void
    private let figuresNow = Mutex(Figures())
    private let wake = NSCondition()
    private let isStopping = Atomic<Bool>(false)
    private let isStopped = Atomic<Bool>(false)

    /// - Parameters:
    ///   - database: a connection of its own whose commits survive the machine: each makes durable what the journal's
    ///     writer has written before.
    ///   - turned: called on the closer's thread when it begins to fail, with the cause, and with nil when it goes on.
    package init(
        _ database: DatabaseQueue,
        log: Log,
        longestOpen: TimeInterval = SegmentCloser.longestOpen,
        turned: @escaping @Sendable (String?) -> Void
    ) {
        self.database = database
        reader = SegmentReader(database)
        self.log = log
        self.longestOpen = longestOpen
        self.turned = turned
        let thread = Thread { [self] in run() }
        thread.name = "journal segments"
        thread.start()
    }

    package var figures: Figures { figuresNow.withLock { $0 } }

    /// Closes what is open and ends the thread; returns when both are done. Blocks: not for an event loop.
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        wake.lock()
        wake.signal()
        while !isStopped.load(ordering: .acquiring) { _ = wake.wait(until: Date(timeIntervalSinceNow: 0.05)) }
        wake.unlock()
    }

    // MARK: The thread

    private func run() {
        // What an earlier process left open has waited long enough.
        var openSince: Date? = .distantPast
        while true {
            let isLast = isStopping.load(ordering: .acquiring)
            do {
                openSince = try look(openSince, closesAll: isLast)
                note(nil)
            } catch {
                // Tried again after the time that a segment stays open: an outage makes the next one longer.
                openSince = Date()
                note("\(error)")
            }
            if isLast { break }
            wake.lock()
            _ = wake.wait(until: Date(timeIntervalSinceNow: Self.pause))
            wake.unlock()
        }
        isStopped.store(true, ordering: .releasing)
    }

    /// - Parameter openSince: when the oldest record was seen that is in no segment; nil: there was none.
    /// - Returns: the same for the next look.
    private func look(_ openSince: Date?, closesAll: Bool) throws -> Date? {
        var start = try log.end()
        let end = try reader.end()
        figuresNow.withLock { $0.open = max(0, end - start) }
        guard start < end else { return nil }
        let isDue = closesAll || openSince.map { -$0.timeIntervalSinceNow >= longestOpen } ?? false
        guard isDue || end - start >= Self.largest else { return openSince ?? Date() }
        try makeDurable()
        while isDue ? start < end : end - start >= Self.largest {
            guard let segment = try reader.next(from: start, to: end, limit: Self.largest) else { break }
            try log.append(segment)
            start = segment.last + 1
        }
        figuresNow.withLock { $0.open = max(0, end - start) }
        return isDue ? nil : Date()
    }

    /// The writer's commits may be lost with the machine; the ledger must not speak of a record that is. Any commit with
    /// `synchronous=FULL` takes all before it along to the disk.
    private func makeDurable() throws {
        try database.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                try database.execute(sql: "UPDATE journal SET next = next")
                return .commit
            }
        }
    }

    private func note(_ failure: String?) {
        let before = figuresNow.withLock { figures in
            defer { figures.failure = failure }
            return figures.failure
        }
        if (before == nil) != (failure == nil) { turned(failure) }
    }
}
