import Foundation
import JSON
import Testing

/// The test files of the standard (oasis-tcs/csaf, csaf_2.0/test/validator). They lie beside the project or not at all.
enum OASISCorpus {
    struct File: Sendable, CustomTestStringConvertible {
        var name: String
        var path: String

        var testDescription: String { name }

        func document() throws -> JSONValue {
            try JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
        }
    }

    private static let folder: URL = {
        let shared =
            ProcessInfo.processInfo.environment["HOLDFAST_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data")
        return shared.appending(path: "csaf-2.0/test/validator/data")
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    static func files(_ group: String) -> [File] {
        let root = folder.appending(path: group)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map {
            File(name: $0, path: root.appending(path: $0).path)
        }
    }
}
