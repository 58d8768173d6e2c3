import Control
import JSON
import Journal
import Storage

/// Compares the journal's records with what the ledger has committed to.
struct SegmentAudit {
    private let reader: SegmentReader
    private var right = 0
    private var dropped = 0
    private var end = 0

    init(_ folder: StateFolder) throws {
        reader = SegmentReader(try RecordsFile.file(folder).open())
    }

    /// - Throws: at a segment that is not borne out.
    mutating func see(_ stored: LedgerStore.Stored) throws {
        guard case .journalSegment(let segment) = stored.event else { return }
        end = segment.last + 1
        let place = "the journal's segment in event \(stored.position), records \(segment.first) to \(segment.last)"
        switch try reader.compare(segment) {
        case .right: right += 1
        case .dropped: dropped += 1
        case .missing(let position):
            throw Failure(.failed, "Record \(position) is missing, and retention has not dropped it: \(place).")
        case .changed:
            throw Failure(.failed, "A record is not what was written, or their order was changed: \(place).")
        }
    }

    var text: String {
        "journal: segments that are right \(right), dropped by retention \(dropped), records in none yet \(open)"
    }

    var json: JSONValue {
        .object(("right", .integer(right)), ("dropped", .integer(dropped)), ("open", .integer(open)))
    }

    private var open: Int { max(0, ((try? reader.end()) ?? end) - end) }
}
