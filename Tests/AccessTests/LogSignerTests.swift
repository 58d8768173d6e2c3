import Foundation
import Ledger
import Testing

@testable import Access

@Suite("Log signer")
struct LogSignerTests {
    private let folder = KeysFolder(NSTemporaryDirectory() + "holdfast-signer-\(UUID().uuidString)")
    private static let origin = "holdfast/abc"

    @Test("a key is made once, for its owner only, and is the same ever after")
    func madeOnce() throws {
        let first = try load(mayCreate: true)
        #expect(try load(mayCreate: false).key == first.key)
        #expect(first.key.name == Self.origin)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file("ledger-abc.key"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("a key that is gone is never made anew once it has signed")
    func lost() throws {
        #expect(throws: KeysFolder.Failure.self) { try load(mayCreate: false) }
        let signer = try load(mayCreate: true)
        _ = try signer.sign(size: 1, root: Self.root)
        try FileManager.default.removeItem(atPath: folder.file("ledger-abc.key"))
        let failure = #expect(throws: KeysFolder.Failure.self) { try load(mayCreate: true) }
        #expect(failure?.description.contains("has signed this ledger") == true)
    }

    @Test("another log's key, and half a key, are refused by name", arguments: ["", "PRIVATE+KEY+x", "other"])
    func wrong(text: String) throws {
        let other = NoteSigner(name: "holdfast/other", seed: [UInt8](repeating: 1, count: 32))?.text ?? ""
        try folder.make("ledger-abc.key", Array(((text == "other" ? other : text) + "\n").utf8))
        let failure = #expect(throws: KeysFolder.Failure.self) { try load(mayCreate: true) }
        #expect(failure?.description.contains("ledger-abc.key") == true)
    }

    @Test("a log that grows is signed on and on, and the same size gives the same note")
    func grows() throws {
        let signer = try load(mayCreate: true)
        let one = try signer.sign(size: 1, root: Self.root)
        #expect(try signer.sign(size: 1, root: Self.root) == one)
        let five = try signer.sign(size: 5, root: Self.root)
        #expect(Checkpoint(try five.verified(by: signer.key))?.size == 5)
        #expect(try load(mayCreate: false).check(size: 5, root: Self.root) == five)
    }

    @Test("a log that is behind, or another, is never signed, and what was signed stays")
    func guarded() throws {
        let signer = try load(mayCreate: true)
        let five = try signer.sign(size: 5, root: Self.root)
        let behind = #expect(throws: KeysFolder.Failure.self) { try signer.sign(size: 4, root: Self.root) }
        #expect(behind?.description.contains("older copy") == true)
        let other = #expect(throws: KeysFolder.Failure.self) {
            try signer.sign(size: 9) { .leaf([UInt8($0), 1]) }
        }
        #expect(other?.description.contains("first 5 events are not those") == true)
        #expect(try signer.check(size: 5, root: Self.root) == five)
    }

    @Test("a guard that was changed or cut stops the signing", arguments: [0, 10, 60])
    func damagedGuard(length: Int) throws {
        let signer = try load(mayCreate: true)
        let note = try signer.sign(size: 5, root: Self.root)
        try folder.replace("ledger-abc.guard", Array(note.bytes.prefix(length)))
        #expect(throws: KeysFolder.Failure.self) { try signer.sign(size: 6, root: Self.root) }
    }

    private func load(mayCreate: Bool) throws -> LogSigner {
        try LogSigner.load(folder, origin: Self.origin, mayCreate: mayCreate)
    }

    private static func root(_ size: Int) -> TreeHash { .leaf([UInt8(size)]) }
}
