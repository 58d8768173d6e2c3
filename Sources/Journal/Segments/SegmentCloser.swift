package import Control
import Dispatch
import Foundation
package import GRDB
import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Closes segments of the journal and has them logged, on a thread of its own: neither an exchange nor the journal's
/// writer waits for it.
///
/// It keeps no records in memory. What is stored and not logged yet is the next segment, whatever process wrote it; so what
/// a crash left is closed at the next start, and what the ledger does not take becomes a part of a later segment.
package final class SegmentCloser: Sendable {
    /// An event a segment: rare enough that the ledger of a busy server grows by some thousands of events a day.
    private static let longestOpen = Duration.seconds(10)
    /// As many records as one comparison should read.
    package static let largest = 10_000
    /// Between two looks; in slices, so that a stop need not wait for it.
    private static let pauseMicroseconds: UInt32 = 500_000
    private static let sliceMicroseconds: UInt32 = 50_000

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
    private let longestOpen: Duration
    private let turned: @Sendable (String?) -> Void
    private let figuresNow = Mutex(Figures())
    private let ended = DispatchSemaphore(value: 0)
    private let isStopping = Atomic<Bool>(false)

    /// - Parameters:
    ///   - database: a connection of its own whose commits survive the machine: each makes durable what the journal's
    ///     writer has written before.
    ///   - turned: called on the closer's thread when it begins to fail, with the cause, and with nil when it goes on.
    package init(
        _ database: DatabaseQueue,
        log: Log,
        longestOpen: Duration = SegmentCloser.longestOpen,
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
        ended.wait()
        // Whoever stops it once more waits for nothing.
        ended.signal()
    }

    // MARK: The thread

    private func run() {
        // What an earlier process left open has waited long enough.
        var closesAll = true
        var openSince: ContinuousClock.Instant?
        while true {
            let isLast = isStopping.load(ordering: .acquiring)
            do {
                openSince = try look(openSince, closesAll: closesAll || isLast)
                note(nil)
            } catch {
                // Tried again after the time that a segment stays open: an outage makes the next one longer.
                openSince = .now
                note("\(error)")
            }
            if isLast { break }
            closesAll = false
            sleep()
        }
        ended.signal()
    }

    /// No wait for a condition: on Linux its end is a time of day, and a clock that is set back an hour would still the
    /// thread for one.
    private func sleep() {
        for _ in 0..<Self.pauseMicroseconds / Self.sliceMicroseconds where !isStopping.load(ordering: .acquiring) {
            usleep(Self.sliceMicroseconds)
        }
    }

    /// - Parameter openSince: when the oldest record was seen that is in no segment; nil: there was none.
    /// - Returns: the same for the next look.
    private func look(
        _ openSince: ContinuousClock.Instant?,
        closesAll: Bool
    ) throws -> ContinuousClock.Instant? {
        var start = try log.end()
        let end = try reader.end()
        figuresNow.withLock { $0.open = max(0, end - start) }
        guard start < end else { return nil }
        let isDue = closesAll || openSince.map { .now - $0 >= longestOpen } ?? false
        guard isDue || end - start >= Self.largest else { return openSince ?? .now }
        try makeDurable()
        while isDue ? start < end : end - start >= Self.largest {
            guard let segment = try reader.next(from: start, to: end, limit: Self.largest) else { break }
            try log.append(segment)
            start = segment.last + 1
        }
        figuresNow.withLock { $0.open = max(0, end - start) }
        return isDue ? nil : .now
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
