package import Control
import Domain
package import GRDB
import Ledger
import Storage

/// Makes segments of the records that are stored, and compares stored records with segments that were logged.
package struct SegmentReader: Sendable {
    package enum Finding: Sendable, Equatable {
        case right
        /// Retention has dropped it, or a part of it; what is left of it cannot be compared.
        case dropped
        /// A record at or behind this position is missing.
        case missing(Int)
        /// A record is not what was written.
        case changed
    }

    private let database: DatabaseQueue

    package init(_ database: DatabaseQueue) {
        self.database = database
    }

    /// The position behind the last record that is stored.
    package func end() throws -> Int { try database.read(JournalPositions.end) }

    /// The next segment: of at most `limit` records, from `start` on or, where retention was faster, from the first behind
    /// it that has lost none.
    ///
    /// - Parameter end: the position that it must not reach.
    /// - Returns: nil when there is no record.
    package func next(from start: Int, to end: Int, limit: Int) throws -> JournalSegment? {
        try database.read { database in
            var place = start
            while place < end {
                let upper = min(end, place + limit)
                if let segment = try Self.gather(place..<upper, database).segment { return segment }
                place = upper
            }
            return nil
        }
    }

    package func compare(_ segment: JournalSegment) throws -> Finding {
        guard segment.count > 0 else { return .changed }
        return try database.read { database in
            let gathered = try Self.gather(segment.first..<segment.last + 1, database)
            let droppedUntil = try JournalPositions.droppedThrough(database).flatMap(Self.milliseconds)
            if let missing = gathered.missing {
                if gathered.isExcused { return .dropped }
                // Without its identifier a record that is gone is known only by the segment's time.
                let isOld = droppedUntil.map { segment.until <= $0 } ?? false
                return isOld && !gathered.hasUnexcused ? .dropped : .missing(missing)
            }
            return gathered.segment?.root == segment.root && gathered.segment?.first == segment.first
                ? .right : .changed
        }
    }

    // MARK: Parts

    private struct Gathered {
        /// Of the records behind the last one that is missing.
        var segment: JournalSegment?
        /// The first position without a record.
        var missing: Int?
        /// A record is missing that retention has not dropped, as its identifier tells.
        var hasUnexcused = false
        /// All that is missing was dropped, as the identifiers tell.
        var isExcused = false
    }

    private static func gather(_ range: Range<Int>, _ database: Database) throws -> Gathered {
        let dropped = try JournalPositions.droppedThrough(database)
        let select = try database.cachedStatement(sql: "SELECT record FROM exchanges WHERE id = ?")
        var gathered = Gathered()
        var (edge, first, until) = (TreeEdge(), range.lowerBound, UInt64(0))
        var (next, isKnown) = (range.lowerBound, true)
        func miss(_ position: Int, through last: Int) {
            gathered.missing = gathered.missing ?? position
            (edge, first, until) = (TreeEdge(), last + 1, 0)
        }
        try JournalPositions.each(range, database) { position, id in
            if position > next {
                miss(next, through: position - 1)
                isKnown = false
            }
            next = position + 1
            guard let record = try Row.fetchOne(select, arguments: [id.blob])?.bytes("record") else {
                miss(position, through: position)
                if dropped.map({ $0.lexicographicallyPrecedes(id) }) ?? true { gathered.hasUnexcused = true }
                return
            }
            edge.append(.leaf(record))
            until = max(until, milliseconds(id) ?? 0)
        }
        if next < range.upperBound {
            miss(next, through: range.upperBound - 1)
            isKnown = false
        }
        gathered.isExcused = isKnown && !gathered.hasUnexcused
        guard edge.size > 0 else { return gathered }
        gathered.segment = JournalSegment(
            first: first,
            last: first + edge.size - 1,
            root: Hex.text(edge.root.bytes),
            until: until
        )
        return gathered
    }

    /// Of an identifier's 16 bytes.
    private static func milliseconds(_ id: [UInt8]) -> UInt64? {
        id.count < 6 ? nil : id.prefix(6).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
