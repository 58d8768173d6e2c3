import Control
import GRDB
import Journal
import Logging
import Relay
import Storage

/// Wires the journal's segments to the ledger.
enum JournalSegments {
    /// Another process has logged these records.
    private struct Overtaken: Error {}

    /// Where nothing can be written there is nothing to close.
    static func idle(_ records: DatabaseQueue) -> SegmentCloser {
        SegmentCloser(records, log: .init(end: { 0 }, append: { _ in }), turned: { _ in })
    }

    /// Over connections of its own: while it waits for the disk, revocations are followed on another.
    static func closer(_ folder: StateFolder, logger: Logger) throws -> SegmentCloser {
        let records = try RecordsFile.file(folder, synchronous: .full).open()
        let ledger = try LedgerStore(folder, records: records, now: WallClock.system.milliseconds)
        return SegmentCloser(
            records,
            log: .init(
                end: { try ledger.refresh().journalEnd },
                append: { segment in
                    let draft = LedgerStore.Draft(.journalSegment(segment), id: "journal.segment/\(segment.first)")
                    do {
                        try ledger.append([draft]) { state in
                            if state.journalEnd > segment.first { throw Overtaken() }
                        }
                    } catch is Overtaken {
                        // Whoever did has committed to the same rows.
                    }
                }
            ),
            turned: { failure in
                if let failure {
                    logger.error(
                        "the journal's segments are not closed; its records are written all the same",
                        metadata: ["cause": "\(failure)"]
                    )
                } else {
                    logger.notice("the journal's segments are closed again")
                }
            }
        )
    }
}
