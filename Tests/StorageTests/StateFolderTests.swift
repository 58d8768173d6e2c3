import Foundation
import Storage
import Testing

@Suite("State folder")
struct StateFolderTests {
    private let path = NSTemporaryDirectory() + "holdfast-state-\(UUID().uuidString)"

    @Test("belongs to its owner, and so does what is written into it")
    func modes() throws {
        let folder = try StateFolder(path + "/deep/er")
        #expect(try mode(folder.path) == 0o700)
        let lock = try folder.lock()
        try folder.write(Array("secret".utf8), to: folder.operatorToken)
        try folder.write(Array("newer".utf8), to: folder.operatorToken)
        #expect(try String(contentsOfFile: folder.operatorToken, encoding: .utf8) == "newer")
        for file in ["operator.token", "lock"] { #expect(try mode(folder.path + "/" + file) == 0o600) }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["lock", "operator.token"]
        )
        withExtendedLifetime(lock) {}
    }

    @Test("is one server's, until that lets go")
    func lock() throws {
        let folder = try StateFolder(path)
        var lock: StateFolder.Lock? = try folder.lock()
        let error = #expect(throws: StorageError.self) { try folder.lock() }
        #expect(error?.code == .folderInUse)
        #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        withExtendedLifetime(lock) {}
        lock = nil
        _ = try folder.lock()
    }

    @Test("that cannot be made says what to do")
    func unwritable() {
        let error = #expect(throws: StorageError.self) { try StateFolder("/dev/null/state") }
        #expect(error?.code == .folderUnwritable)
        #expect(error?.message.contains("Choose another with `state:`") == true)
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}
