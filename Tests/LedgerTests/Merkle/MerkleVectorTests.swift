import Foundation
import JSON
import Ledger
import Testing

/// The vectors of transparency-dev/merkle, most of them proofs that must be refused. That data lies beside the project or
/// not at all; `TreeProofTests` has ways of its own to be wrong.
@Suite("Merkle vectors")
struct MerkleVectorTests {
    @Test("inclusion")
    func inclusion() throws {
        for file in MerkleVectors.files("inclusion") {
            let vector = try Vector(file)
            let holds =
                if let index = vector.number("leafIdx"), let size = vector.number("treeSize"),
                    let leaf = vector.hash("leafHash"), let root = vector.hash("root"), let path = vector.path
                {
                    TreeProof.isIncluded(leaf, at: index, in: size, path, root: root)
                } else { false }
            #expect(holds == !vector.isWrong, "\(file)")
        }
    }

    @Test("consistency")
    func consistency() throws {
        for file in MerkleVectors.files("consistency") {
            let vector = try Vector(file)
            let holds =
                if let old = vector.number("size1"), let new = vector.number("size2"),
                    let oldRoot = vector.root("root1"), let newRoot = vector.root("root2"), let path = vector.path
                {
                    TreeProof.isConsistent(from: (old, oldRoot), to: (new, newRoot), path)
                } else { false }
            #expect(holds == !vector.isWrong, "\(file)")
        }
    }

    @Test("all of them are there, or none")
    func count() {
        let counts = ["inclusion", "consistency"].map { MerkleVectors.files($0).count }
        #expect(counts == [98, 98] || counts == [0, 0])
    }
}

private enum MerkleVectors {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data/merkle")

    static func files(_ kind: String) -> [String] {
        let root = folder.appending(path: kind).path
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { root + "/" + $0 }
    }
}

private struct Vector {
    private let value: JSONValue
    let isWrong: Bool

    init(_ file: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        value = try JSONValue(parsing: [UInt8](data))
        isWrong = try #require(value["wantErr"]) == .bool(true)
    }

    func number(_ name: String) -> Int? { value[name]?.integer }

    func hash(_ name: String) -> TreeHash? { value[name].flatMap(Self.hash) }

    /// One vector compares roots that are no hashes, which our type cannot hold: hashes stand in for them.
    func root(_ name: String) -> TreeHash? {
        hash(name) ?? value[name]?.string.map { .leaf(Array($0.utf8)) }
    }

    /// nil: one of them is no hash.
    var path: [TreeHash]? {
        guard case .array(let parts)? = value["proof"] else { return [] }
        let hashes = parts.compactMap(Self.hash)
        return hashes.count == parts.count ? hashes : nil
    }

    private static func hash(_ value: JSONValue) -> TreeHash? {
        value.string.flatMap { Data(base64Encoded: $0) }.flatMap { TreeHash($0) }
    }
}
