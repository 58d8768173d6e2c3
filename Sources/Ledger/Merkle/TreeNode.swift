/// A complete subtree, above the leaves `index << level ..< (index + 1) << level`. Its hash never changes as the log grows.
package struct TreeNode: Sendable, Hashable {
    package var level: Int
    package var index: Int

    package init(level: Int, index: Int) {
        self.level = level
        self.index = index
    }

    /// The complete subtrees above these leaves, left to right and each as large as it can be.
    ///
    /// - Parameter leaves: as RFC 6962 cuts them: nothing in front, or a multiple of a power of two that holds them all.
    static func covering(_ leaves: Range<Int>) -> [TreeNode] {
        var nodes: [TreeNode] = []
        var start = leaves.lowerBound
        while start < leaves.upperBound {
            let largest = Int.bitWidth - 1 - (leaves.upperBound - start).leadingZeroBitCount
            let level = start == 0 ? largest : min(largest, start.trailingZeroBitCount)
            nodes.append(TreeNode(level: level, index: start >> level))
            start += 1 << level
        }
        return nodes
    }

    /// MTH of RFC 6962 §2.1 over these leaves.
    static func hash<E: Error>(
        of leaves: Range<Int>,
        _ hash: (TreeNode) throws(E) -> TreeHash
    ) throws(E) -> TreeHash {
        let nodes = covering(leaves)
        guard let last = nodes.last else { return .empty }
        var result = try hash(last)
        for node in nodes.dropLast().reversed() { result = .node(try hash(node), result) }
        return result
    }
}
