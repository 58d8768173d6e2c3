/// Up to 256 entries in a row (C2SP tlog-tiles): each with its length in front, two bytes, the high one first.
package enum EntryBundle {
    /// - Throws: when an entry has more than 65,535 bytes.
    package static func bytes(_ entries: [[UInt8]]) throws(LedgerEntry.Fault) -> [UInt8] {
        guard entries.allSatisfy({ $0.count <= LedgerEntry.maximumLeaf }) else { throw .tooLarge }
        return entries.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
    }

    /// nil: the bytes do not end where an entry does.
    package static func entries(_ bytes: [UInt8]) -> [[UInt8]]? {
        var entries: [[UInt8]] = []
        var place = 0
        while place < bytes.count {
            guard place + 2 <= bytes.count else { return nil }
            let end = place + 2 + (Int(bytes[place]) << 8 | Int(bytes[place + 1]))
            guard end <= bytes.count else { return nil }
            entries.append(Array(bytes[place + 2..<end]))
            place = end
        }
        return entries
    }
}
