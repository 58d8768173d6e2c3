/// A file of a published log (C2SP tlog-tiles).
package enum LogFile: Sendable, Hashable {
    /// The newest one; changes as the log grows.
    case checkpoint
    /// Never changes.
    case tile(Tile)

    package var path: String {
        switch self {
        case .checkpoint: "checkpoint"
        case .tile(let tile): tile.path
        }
    }

    /// All files of a log of `size` entries, in the order in which they may be published: what a file stands on comes first.
    package static func all(size: Int) -> [LogFile] {
        let rows = [Tile.Row.entries] + (0..<Tile.levels(size: size)).map { .hashes(level: $0) }
        return rows.flatMap { row in Tile.all(row, size: size).map { .tile($0) } } + [.checkpoint]
    }
}
