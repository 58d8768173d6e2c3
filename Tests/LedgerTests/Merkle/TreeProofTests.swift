import Domain
import HoldfastTesting
import Ledger
import Testing

@Suite("Merkle tree")
struct TreeProofTests {
    /// The entries and roots of the certificate-transparency reference tree (transparency-dev/merkle, rfc6962).
    private static let entries = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map { Hex.bytes($0) ?? [] }

    @Test(
        "the roots are those of the reference tree",
        arguments: [
            (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
        ]
    )
    func roots(size: Int, root: String) {
        var edge = TreeEdge()
        for entry in Self.entries.prefix(size) { edge.append(.leaf(entry)) }
        #expect(Hex.text(edge.root.bytes) == root)
        #expect(Hex.text(Plain(Self.entries.prefix(size).map(TreeHash.leaf)).root().bytes) == root)
    }

    @Test("every entry of every size is proved, and no other entry, place, size or path is")
    func inclusion() {
        var random = SeededRandom(seed: 1)
        for size in 1...70 {
            let tree = Plain.numbered(size), root = tree.root()
            for index in 0..<size {
                let path = TreeProof.inclusion(of: index, in: size, tree.hash)
                func holds(
                    _ leaf: Int? = nil,
                    at place: Int? = nil,
                    in other: Int? = nil,
                    _ way: [TreeHash]? = nil
                ) -> Bool {
                    TreeProof.isIncluded(
                        tree.leaves[leaf ?? index],
                        at: place ?? index,
                        in: other ?? size,
                        way ?? path,
                        root: root
                    )
                }
                #expect(holds())
                let wrong = (index + 1 + random.below(max(size - 1, 1))) % size
                if wrong != index { #expect(!holds(wrong) && !holds(at: wrong)) }
                #expect(!holds(at: -1) && !holds(at: size) && !holds(nil, path + [root]))
                if !path.isEmpty {
                    #expect(!holds(nil, Array(path.dropLast())) && !holds(nil, Array(path.dropFirst())))
                }
                #expect(Set([0, size / 2, size * 2]).allSatisfy { !holds(in: $0) })
            }
        }
    }

    @Test("every size is proved to continue every smaller one, and no other root is")
    func consistency() {
        for size in 1...40 {
            let tree = Plain.numbered(size), new = (size: size, root: tree.root())
            for old in 1...size {
                let path = TreeProof.consistency(from: old, to: size, tree.hash)
                let then = (size: old, root: tree.root(old))
                #expect(TreeProof.isConsistent(from: then, to: new, path))
                let other = TreeHash.leaf([9, 9])
                #expect(!TreeProof.isConsistent(from: (old, other), to: new, path))
                #expect(!TreeProof.isConsistent(from: then, to: (size, other), path))
                #expect(!TreeProof.isConsistent(from: then, to: new, path + [other]))
                if !path.isEmpty { #expect(!TreeProof.isConsistent(from: then, to: new, Array(path.dropLast()))) }
            }
            #expect(!TreeProof.isConsistent(from: (0, .empty), to: new, []))
            #expect(!TreeProof.isConsistent(from: new, to: (size - 1, tree.root(size - 1)), []))
        }
    }

    @Test("tiles hold what the tree has, whatever the size, and proofs come out of them alone")
    func tiles() throws {
        for size in [1, 2, 255, 256, 257, 511, 512, 600, 65_536, 65_537, 70_000] {
            var edge = TreeEdge()
            var tiles: [Tile: [TreeHash]] = [:]
            let leaves = (0..<size).map { TreeHash.leaf([UInt8($0 & 255), UInt8($0 >> 8 & 255), UInt8($0 >> 16)]) }
            func take() {
                for (level, number, hashes) in edge.takeChanged() {
                    tiles[Tile(.hashes(level: level), number: number)] = hashes
                }
            }
            for leaf in leaves {
                edge.append(leaf)
                if edge.size % 97 == 0 { take() }
            }
            take()
            func tile(_ level: Int, _ number: Int) -> [TreeHash]? { tiles[Tile(.hashes(level: level), number: number)] }
            func hash(_ node: TreeNode) throws -> TreeHash { try #require(Tile.hash(of: node, tile)) }
            let levels = (0..<Tile.levels(size: size)).flatMap { Tile.all(.hashes(level: $0), size: size) }
            #expect(levels.allSatisfy { tiles[Tile($0.row, number: $0.number)]?.count == $0.count })
            #expect(tiles.count == levels.count)
            let plain = Plain(leaves)
            #expect(edge.root == plain.root())
            for old in Set([1, size / 3, size / 2, size - 1, size]) where old > 0 {
                #expect(try TreeProof.root(size: old, hash) == plain.root(old))
                let path = try TreeProof.inclusion(of: old - 1, in: size, hash)
                #expect(TreeProof.isIncluded(leaves[old - 1], at: old - 1, in: size, path, root: edge.root))
            }
        }
    }

    @Test("paths of tiles are those of tlog-tiles")
    func paths() {
        #expect(Tile(.hashes(level: 0), number: 1_234_067).path == "tile/0/x001/x234/067")
        #expect(Tile(.entries, number: 0, count: 3).path == "tile/entries/000.p/3")
        #expect(Tile(.hashes(level: 2), number: 1000).path == "tile/2/x001/000")
        // tlog-tiles, the example of a log of 70,000 entries.
        let levels = (0..<3).map { Tile.all(.hashes(level: $0), size: 70_000) }
        #expect(levels.map(\.count) == [274, 2, 1])
        #expect(levels.map { $0.last?.path } == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"])
        #expect(Tile.levels(size: 70_000) == 3 && Tile.levels(size: 0) == 0)
        // Any size may be signed by somebody.
        #expect(Tile.all(.entries, size: .max).count == 1 << 55)
    }
}

/// The tree as RFC 6962 §2.1 defines it, by its recursion and without a thought for speed.
private struct Plain {
    let leaves: [TreeHash]

    init(_ leaves: [TreeHash]) {
        self.leaves = leaves
    }

    static func numbered(_ size: Int) -> Plain { Plain((0..<size).map { .leaf([UInt8($0)]) }) }

    func root(_ size: Int? = nil) -> TreeHash { Self.root(leaves[..<(size ?? leaves.count)]) }

    func hash(_ node: TreeNode) -> TreeHash {
        Self.root(leaves[node.index << node.level..<(node.index + 1) << node.level])
    }

    private static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
        guard leaves.count > 1 else { return leaves.first ?? .empty }
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        return .node(root(leaves.prefix(half)), root(leaves.dropFirst(half)))
    }
}
