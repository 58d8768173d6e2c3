/// A piece of the tree as it is stored and served (C2SP tlog-tiles): up to 256 hashes of one level side by side, where a
/// tile's level is eight of the tree's.
package struct Tile: Sendable, Hashable {
    package static let width = 256
    package static let height = 8

    /// What stands in the row: hashes of the tree, or the entries themselves.
    package enum Row: Sendable, Hashable {
        case hashes(level: Int)
        case entries
    }

    package var row: Row
    package var number: Int
    /// Of a tile at the edge less than 256.
    package var count: Int

    package init(_ row: Row, number: Int, count: Int = Tile.width) {
        self.row = row
        self.number = number
        self.count = count
    }

    /// Beneath the log's own address: `tile/0/x001/x234/067`, at the edge with `.p/` and the count behind it.
    package var path: String {
        var groups = [Self.digits(number % 1000)]
        var rest = number / 1000
        while rest > 0 {
            groups.insert("x" + Self.digits(rest % 1000), at: 0)
            rest /= 1000
        }
        let name =
            switch row {
            case .hashes(let level): "\(level)"
            case .entries: "entries"
            }
        return "tile/\(name)/" + groups.joined(separator: "/") + (count < Self.width ? ".p/\(count)" : "")
    }

    private static func digits(_ number: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: 3 - text.count) + text
    }

    /// All tiles of a row in a log of `size` entries, the incomplete one last.
    ///
    /// - Returns: made as they are asked for: a size may be anything that somebody has signed.
    package static func all(_ row: Row, size: Int) -> LazyMapSequence<Range<Int>, Tile> {
        let level =
            switch row {
            case .hashes(let level): level
            case .entries: 0
            }
        let (full, rest) = (size >> (level * height)).quotientAndRemainder(dividingBy: width)
        return (0..<(rest == 0 ? full : full + 1)).lazy.map { number in
            Tile(row, number: number, count: count(level: level, number: number, size: size))
        }
    }

    /// How many hashes a tile has in a log of `size` entries.
    package static func count(level: Int, number: Int, size: Int) -> Int {
        min(width, size >> (level * height) - number * width)
    }

    /// How many levels of tiles a log of `size` entries has.
    package static func levels(size: Int) -> Int {
        var (levels, hashes) = (0, size)
        while hashes > 0 {
            levels += 1
            hashes >>= height
        }
        return levels
    }

    /// The hashes in a tile's bytes; nil when there are more or fewer than its count.
    package func hashes(_ bytes: [UInt8]) -> [TreeHash]? {
        guard bytes.count == count * TreeHash.length else { return nil }
        return stride(from: 0, to: bytes.count, by: TreeHash.length).compactMap {
            TreeHash(bytes[$0..<$0 + TreeHash.length])
        }
    }

    /// A subtree's hash from the tile that it stands in or above.
    ///
    /// - Parameter tile: the hashes of the tile of this level and number, as many as there are; nil when there is none.
    /// - Returns: nil when the tile has not enough of them.
    package static func hash<E: Error>(
        of node: TreeNode,
        _ tile: (_ level: Int, _ number: Int) throws(E) -> [TreeHash]?
    ) throws(E) -> TreeHash? {
        let (level, rise) = node.level.quotientAndRemainder(dividingBy: height)
        let first = node.index << rise
        guard let hashes = try tile(level, first / width) else { return nil }
        let start = first % width
        guard start + 1 << rise <= hashes.count else { return nil }
        return TreeNode.complete(hashes[start..<start + 1 << rise])
    }
}

extension TreeNode {
    /// The hash above a power of two of hashes of one level.
    static func complete(_ hashes: ArraySlice<TreeHash>) -> TreeHash {
        var row = Array(hashes)
        while row.count > 1 {
            row = stride(from: 0, to: row.count, by: 2).map { .node(row[$0], row[$0 + 1]) }
        }
        return row[0]
    }
}
