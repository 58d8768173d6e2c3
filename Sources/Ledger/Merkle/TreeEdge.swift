/// The right edge of a growing log: all that is needed to append and to know the root.
package struct TreeEdge: Sendable {
    package private(set) var size = 0
    /// By level: the hashes of the last tile, which is never full: a full one begins its next.
    private var rows: [[TreeHash]] = []
    /// Since `takeChanged`: tiles that have become full, and levels whose last tile has grown.
    private var filled: [Grown] = []
    private var touched: Set<Int> = []

    /// A tile with all the hashes that it has now.
    package typealias Grown = (level: Int, number: Int, hashes: [TreeHash])

    package init() {}

    /// The edge of a tree of `size` leaves whose tiles are stored.
    ///
    /// - Parameter tile: the hashes of the tile of this level and number, as many as there are; nil when there is none.
    /// - Returns: nil when one of the last tiles has not enough of them.
    package init?<E: Error>(
        size: Int,
        _ tile: (_ level: Int, _ number: Int) throws(E) -> [TreeHash]?
    ) throws(E) {
        self.size = size
        for level in 0..<Tile.levels(size: size) {
            let (number, count) = (size >> (level * Tile.height)).quotientAndRemainder(dividingBy: Tile.width)
            guard count > 0 else {
                rows.append([])
                continue
            }
            guard let hashes = try tile(level, number), hashes.count >= count else { return nil }
            rows.append(Array(hashes.prefix(count)))
            // Compared with what is stored, as if they had just been made: there may be more in them than belongs there.
            touched.insert(level)
        }
    }

    package mutating func append(_ leaf: TreeHash) {
        size += 1
        var hash = leaf
        var level = 0
        while true {
            if level == rows.count { rows.append([]) }
            rows[level].append(hash)
            guard rows[level].count == Tile.width else {
                touched.insert(level)
                return
            }
            filled.append((level, size >> (level * Tile.height) / Tile.width - 1, rows[level]))
            touched.remove(level)
            hash = TreeNode.complete(rows[level][...])
            rows[level] = []
            level += 1
        }
    }

    /// The tiles to be written.
    package mutating func takeChanged() -> [Grown] {
        defer { (filled, touched) = ([], []) }
        return filled + touched.map { ($0, size >> ($0 * Tile.height) / Tile.width, rows[$0]) }
    }

    package var root: TreeHash {
        TreeProof.root(size: size) { node in
            // The subtrees of a root all lie in the rows of the edge.
            let (level, rise) = node.level.quotientAndRemainder(dividingBy: Tile.height)
            let start = (node.index << rise) % Tile.width
            return TreeNode.complete(rows[level][start..<start + 1 << rise])
        }
    }
}
