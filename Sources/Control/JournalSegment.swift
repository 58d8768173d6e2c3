import JSON

/// A run of exchange records that the ledger commits to: whoever changes one of them, or takes one away, is found out.
package struct JournalSegment: Sendable, Hashable {
    /// Of the first and the last record in the order of writing, from 0.
    package var first: Int
    package var last: Int
    /// RFC 6962 root over the records' canonical bytes in that order, hexadecimal.
    package var root: String
    /// When the youngest exchange of the segment began, in Unix milliseconds: what retention drops goes by that time.
    package var until: UInt64

    package init(first: Int, last: Int, root: String, until: UInt64) {
        self.first = first
        self.last = last
        self.root = root
        self.until = until
    }

    /// 0 for what is no segment.
    package var count: Int {
        first >= 0 && first <= last && last < CanonicalValue.largestInteger ? last - first + 1 : 0
    }

    var publicFields: [String: CanonicalValue] {
        [
            "first": .integer(first), "last": .integer(last), "count": .integer(count), "root": .string(root),
            "until": .integer(Int(clamping: until)),
        ]
    }

    /// What is not there makes a segment of nothing, which the fold passes over.
    init(_ open: [String: CanonicalValue]) {
        first = open["first"]?.integer ?? 0
        last = open["last"]?.integer ?? -1
        root = open["root"]?.string ?? ""
        until = UInt64(max(0, open["until"]?.integer ?? 0))
    }
}
