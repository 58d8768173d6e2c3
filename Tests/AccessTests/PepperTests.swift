import Foundation
import Testing

@testable import Access

@Suite("Pepper")
struct PepperTests {
    private let folder = NSTemporaryDirectory() + "holdfast-pepper-\(UUID().uuidString)"
    private var file: String { folder + "/pepper" }

    @Test("is made once, for its owner only, and is the same ever after")
    func madeOnce() throws {
        let first = try Pepper.load(KeysFolder(folder), mayCreate: true)
        let second = try Pepper.load(KeysFolder(folder), mayCreate: true)
        #expect(first.hash([1, 2, 3]) == second.hash([1, 2, 3]))
        #expect(try mode(file) == 0o600)
        #expect(try mode(folder) == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["pepper"])
    }

    @Test("two that are made differ")
    func differ() throws {
        let other = try Pepper.load(KeysFolder(folder + "-other"), mayCreate: true)
        #expect(try Pepper.load(KeysFolder(folder), mayCreate: true).hash([1]) != other.hash([1]))
    }

    @Test("is never made anew once keys were hashed with it")
    func missing() {
        let failure = #expect(throws: KeysFolder.Failure.self) { try Pepper.load(KeysFolder(folder), mayCreate: false) }
        #expect(failure?.description.contains("Restore it from a backup") == true)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("is refused while others may read it, and says what to do")
    func readableByOthers() throws {
        _ = try Pepper.load(KeysFolder(folder), mayCreate: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        let failure = #expect(throws: KeysFolder.Failure.self) { try Pepper.load(KeysFolder(folder), mayCreate: false) }
        #expect(failure?.description.contains("chmod 600 \(file)") == true)
    }

    @Test("is refused when it has another length, and left as it is", arguments: [0, 31, 33])
    func otherLength(count: Int) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let isMade = FileManager.default.createFile(
            atPath: file,
            contents: Data(repeating: 7, count: count),
            attributes: [.posixPermissions: 0o600]
        )
        #expect(isMade)
        #expect(throws: KeysFolder.Failure.self) { try Pepper.load(KeysFolder(folder), mayCreate: true) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count == count)
    }

    @Test("a folder that cannot be made is named")
    func noFolder() {
        let failure = #expect(throws: KeysFolder.Failure.self) {
            try Pepper.load(KeysFolder("/dev/null/keys"), mayCreate: true)
        }
        #expect(failure?.description.contains("/dev/null/keys") == true)
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}
