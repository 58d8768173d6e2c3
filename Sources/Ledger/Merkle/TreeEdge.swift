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
