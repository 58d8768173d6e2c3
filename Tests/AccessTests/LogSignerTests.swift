import Foundation
import Ledger
import Testing

@testable import Access

@Suite("Log signer")
struct LogSignerTests {
    private let folder = KeysFolder(NSTemporaryDirectory() + "holdfast-signer-\(UUID().uuidString)")

    @Test("each key gives its log a name of its own, is for its owner only, and is the same ever after")
    func made() throws {
        let signer = try LogSigner.make(folder)
        #expect(try LogSigner.load(folder, origin: signer.key.name).key == signer.key)
        #expect(signer.key.name.hasPrefix("holdfast/") && signer.key.name.count == 25)
        #expect(try LogSigner.make(folder).key.name != signer.key.name)
        let mode = try FileManager.default.attributesOfItem(atPath: file(signer, "key"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("a key that is gone is never made anew")
    func lost() throws {
        let signer = try LogSigner.make(folder)
        try FileManager.default.removeItem(atPath: file(signer, "key"))
        let failure = #expect(throws: KeysFolder.Failure.self) {
            try LogSigner.load(folder, origin: signer.key.name)
        }
        #expect(failure?.description.contains("ledger renew") == true)
        #expect(!FileManager.default.fileExists(atPath: file(signer, "key")))
    }

    @Test("another log's key, and half a key, are refused by name", arguments: ["", "PRIVATE+KEY+x", "other"])
    func wrong(text: String) throws {
        let signer = try LogSigner.make(folder)
        let other = NoteSigner(name: "holdfast/other", seed: [UInt8](repeating: 1, count: 32))?.text ?? ""
        try folder.replace(name(signer, "key"), Array(((text == "other" ? other : text) + "\n").utf8))
        let failure = #expect(throws: KeysFolder.Failure.self) {
            try LogSigner.load(folder, origin: signer.key.name)
        }
        #expect(failure?.description.contains(name(signer, "key")) == true)
    }

    @Test("a log that grows is signed on and on, and the same size gives the same note")
    func grows() throws {
        let signer = try LogSigner.make(folder)
        let one = try signer.sign(size: 1, kept: nil, root: Self.root)
        #expect(try signer.sign(size: 1, kept: one, root: Self.root) == one)
        let five = try signer.sign(size: 5, kept: one, root: Self.root)
        #expect(Checkpoint(try five.verified(by: signer.key))?.size == 5)
        let again = try LogSigner.load(folder, origin: signer.key.name)
        #expect(try again.check(size: 5, kept: five, root: Self.root) == five)
    }

    @Test("a log that is behind, or another, is never signed, and what was signed stays")
    func guarded() throws {
        let signer = try LogSigner.make(folder)
        let five = try signer.sign(size: 5, kept: nil, root: Self.root)
        let behind = #expect(throws: KeysFolder.Failure.self) { try signer.sign(size: 4, kept: five, root: Self.root) }
        #expect(behind?.description.contains("older copy") == true)
        let other = #expect(throws: KeysFolder.Failure.self) {
            try signer.sign(size: 9, kept: five) { .leaf([UInt8($0), 1]) }
        }
        #expect(other?.description.contains("first 5 events are not those") == true)
        #expect(try signer.check(size: 5, kept: five, root: Self.root) == five)
    }

    @Test("of two copies that grow apart at once only one is ever signed at a size")
    func copies() async throws {
        let signer = try LogSigner.make(folder)
        let one = try signer.sign(size: 1, kept: nil, root: { _ in .leaf([]) })
        let signed = await withTaskGroup(of: [SignedNote].self) { group in
            for copy in UInt8(1)...2 {
                group.addTask {
                    (2...40).compactMap { size in
                        try? signer.sign(size: size, kept: one) { $0 == 1 ? .leaf([]) : .leaf([UInt8($0), copy]) }
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let roots = Dictionary(grouping: signed.compactMap { Checkpoint($0.text) }, by: \.size)
        #expect(!roots.isEmpty && roots.values.allSatisfy { Set($0.map(\.root)).count == 1 })
    }

    @Test("a guard that is gone, changed, cut or open to others stops the signing", arguments: [nil, 0, 10, 60, 1000])
    func damagedGuard(length: Int?) throws {
        let signer = try LogSigner.make(folder)
        let note = try signer.sign(size: 5, kept: nil, root: Self.root)
        if let length {
            try folder.replace(name(signer, "guard"), Array(note.bytes.prefix(length)))
        } else {
            try FileManager.default.removeItem(atPath: file(signer, "guard"))
        }
        if length == 1000 {
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file(signer, "guard"))
        }
        let failure = #expect(throws: KeysFolder.Failure.self) {
            try signer.sign(size: 6, kept: note, root: Self.root)
        }
        #expect(failure?.description.contains(length == 1000 ? "chmod 600" : "Restore it") == true)
    }

    private func name(_ signer: LogSigner, _ kind: String) -> String {
        "ledger-\(signer.key.name.dropFirst("holdfast/".count)).\(kind)"
    }

    private func file(_ signer: LogSigner, _ kind: String) -> String { folder.file(name(signer, kind)) }

    private static func root(_ size: Int) -> TreeHash { .leaf([UInt8(size)]) }
}
