/// Checks a published log from its first entry to its last, with nothing but the log's key.
///
/// Whoever holds the signing key could write another history and sign that. So an audit may be given a checkpoint that was
/// kept from before: then the log must be a continuation of it.
package struct LogAudit: Sendable {
    package enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
        case missing(path: String)
        case malformed(path: String)
        case note(path: String, SignedNote.Fault)
        /// The first entry whose bytes are not those that were logged.
        case entry(Int)
        /// One of these entries was not logged so, together with its tile.
        case entries(Range<Int>)
        case root(size: Int)
        case shrunk(size: Int, kept: Int)
        case forked(size: Int)

        package var description: String {
            switch self {
            case .missing(let path): "The file \(path) of the log is missing or cannot be read."
            case .malformed(let path): "\(path) is not in its format."
            case .note(let path, .malformed): "\(path) is not a signed note."
            case .note(let path, .unsigned): "\(path) is not signed by this key."
            case .note(let path, .forged): "\(path) was changed after it was signed."
            case .note(let path, .otherLog):
                "\(path) is signed, but is no checkpoint of the log that bears the key's name."
            case .entry(let index): "Entry \(index) is not what was logged: its hash is not the tree's."
            case .entries(let range):
                "An entry from \(range.lowerBound) to \(range.upperBound - 1) is not what was logged, or the tree above was changed."
            case .root(let size): "The entries and tiles do not lead to the signed root of \(size) entries."
            case .shrunk(let size, let kept):
                "The log has \(size) entries, and \(kept) when the kept checkpoint was signed: entries were taken away."
            case .forked(let size):
                "The first \(size) entries are not those of the kept checkpoint: history was written anew."
            }
        }
    }

    /// The bytes of a file of the log; nil when there is none.
    package typealias Read = (LogFile) -> [UInt8]?

    /// - Parameters:
    ///   - since: the bytes of a checkpoint that was kept.
    ///   - progress: called with the number of entries that were checked, after every tile.
    /// - Returns: the checkpoint that the log leads to.
    package static func verify(
        key: NoteKey,
        since: [UInt8]? = nil,
        progress: (Int) -> Void = { _ in },
        read: Read
    ) throws(Fault) -> Checkpoint {
        guard let note = read(.checkpoint) else { throw .missing(path: LogFile.checkpoint.path) }
        let point = try checkpoint(note, key, LogFile.checkpoint.path)
        let kept = try since.map { bytes throws(Fault) in try checkpoint(bytes, key, "The kept checkpoint") }
        if let kept, kept.size > point.size { throw .shrunk(size: point.size, kept: kept.size) }
        if let kept, kept.size == 0, kept.root != .empty { throw .forked(size: 0) }
        var edge = TreeEdge()
        for bundle in Tile.all(.entries, size: point.size) {
            for leaf in try leaves(of: bundle, read) {
                edge.append(leaf)
                if let kept, edge.size == kept.size, edge.root != kept.root { throw .forked(size: kept.size) }
            }
            try compare(edge.takeChanged(), size: point.size, read)
            progress(edge.size)
        }
        guard edge.root == point.root else { throw .root(size: point.size) }
        return point
    }

    private static func checkpoint(_ bytes: [UInt8], _ key: NoteKey, _ path: String) throws(Fault) -> Checkpoint {
        do throws(SignedNote.Fault) {
            return try SignedNote(bytes).checkpoint(of: key)
        } catch {
            throw .note(path: path, error)
        }
    }

    /// The hashes of a bundle's entries, which are those of the tile beside it.
    private static func leaves(of bundle: Tile, _ read: Read) throws(Fault) -> [TreeHash] {
        guard let bytes = read(.tile(bundle)) else { throw .missing(path: bundle.path) }
        guard let entries = EntryBundle.entries(bytes), entries.count == bundle.count else {
            throw .malformed(path: bundle.path)
        }
        let leaves = entries.map(TreeHash.leaf)
        let told = try hashes(Tile(.hashes(level: 0), number: bundle.number, count: bundle.count), read)
        for (offset, leaf) in leaves.enumerated() where leaf != told[offset] {
            throw .entry(bundle.number * Tile.width + offset)
        }
        return leaves
    }

    private static func hashes(_ tile: Tile, _ read: Read) throws(Fault) -> [TreeHash] {
        guard let bytes = read(.tile(tile)) else { throw .missing(path: tile.path) }
        guard let hashes = tile.hashes(bytes) else { throw .malformed(path: tile.path) }
        return hashes
    }

    /// Tiles above the entries: each is compared when it is full, and the last of its level at the end.
    private static func compare(
        _ grown: [TreeEdge.Grown],
        size: Int,
        _ read: Read
    ) throws(Fault) {
        for (level, number, hashes) in grown where level > 0 {
            let final = Tile.count(level: level, number: number, size: size)
            guard hashes.count == final else { continue }
            let told = try Self.hashes(Tile(.hashes(level: level), number: number, count: final), read)
            for (offset, hash) in hashes.enumerated() where hash != told[offset] {
                let first = number * Tile.width + offset
                let span = 1 << (level * Tile.height)
                throw .entries(first * span..<(first + 1) * span)
            }
        }
    }
}
