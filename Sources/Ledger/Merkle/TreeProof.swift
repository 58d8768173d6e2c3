/// Proofs of RFC 6962 §2.1 (the same in RFC 9162 for SHA-256), made from the hashes of complete subtrees.
package enum TreeProof {
    /// The root of the first `size` entries.
    package static func root<E: Error>(
        size: Int,
        _ hash: (TreeNode) throws(E) -> TreeHash
    ) throws(E) -> TreeHash {
        try TreeNode.hash(of: 0..<size, hash)
    }

    /// PATH: what is needed beside the entry's own hash to come to the root of the first `size` entries, from the leaf up.
    ///
    /// - Parameter index: less than `size`.
    package static func inclusion<E: Error>(
        of index: Int,
        in size: Int,
        _ hash: (TreeNode) throws(E) -> TreeHash
    ) throws(E) -> [TreeHash] {
        var path: [TreeHash] = []
        var leaves = 0..<size
        while leaves.count > 1 {
            let middle = split(leaves)
            let isLeft = index < middle
            let other = isLeft ? middle..<leaves.upperBound : leaves.lowerBound..<middle
            path.append(try TreeNode.hash(of: other, hash))
            leaves = isLeft ? leaves.lowerBound..<middle : middle..<leaves.upperBound
        }
        return path.reversed()
    }

    /// PROOF: what is needed to come from the root of the first `old` entries to that of the first `size`.
    ///
    /// - Parameter old: from 1 to `size`; equal to it the proof is empty.
    package static func consistency<E: Error>(
        from old: Int,
        to size: Int,
        _ hash: (TreeNode) throws(E) -> TreeHash
    ) throws(E) -> [TreeHash] {
        var path: [TreeHash] = []
        var leaves = 0..<size
        var isWhole = true
        while leaves.upperBound != old {
            let middle = split(leaves)
            let isLeft = old <= middle
            let other = isLeft ? middle..<leaves.upperBound : leaves.lowerBound..<middle
            path.append(try TreeNode.hash(of: other, hash))
            leaves = isLeft ? leaves.lowerBound..<middle : middle..<leaves.upperBound
            isWhole = isWhole && isLeft
        }
        // The old root is known to whoever asks.
        if !isWhole { path.append(try TreeNode.hash(of: leaves, hash)) }
        return path.reversed()
    }

    /// Where RFC 6962 cuts: behind the largest power of two that is smaller than the count.
    private static func split(_ leaves: Range<Int>) -> Int {
        leaves.lowerBound + 1 << (Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount)
    }

    // MARK: Checking

    /// Whether the entry with this hash stands at the index in the log of that size and root (RFC 9162 §2.1.3.2).
    package static func isIncluded(
        _ leaf: TreeHash,
        at index: Int,
        in size: Int,
        _ path: [TreeHash],
        root: TreeHash
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var (place, last, hash) = (index, size - 1, leaf)
        for other in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = .node(other, hash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, other)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether the log of the second size and root continues that of the first (RFC 9162 §2.1.4.2).
    ///
    /// - Returns: false for `old` 0 too: every log continues an empty one, so a proof of it would mean nothing.
    package static func isConsistent(
        from old: (size: Int, root: TreeHash),
        to new: (size: Int, root: TreeHash),
        _ path: [TreeHash]
    ) -> Bool {
        guard old.size > 0, old.size <= new.size else { return false }
        if old.size == new.size { return path.isEmpty && old.root == new.root }
        guard !path.isEmpty else { return false }
        let isComplete = old.size.nonzeroBitCount == 1
        let hashes = isComplete ? [old.root] + path : path
        var (place, last) = (old.size - 1, new.size - 1)
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        var (oldHash, newHash) = (hashes[0], hashes[0])
        for other in hashes.dropFirst() {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                oldHash = .node(other, oldHash)
                newHash = .node(other, newHash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                newHash = .node(newHash, other)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == old.root && newHash == new.root
    }
}
