import Foundation

/// A folder that goes with the value.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let name = "holdfast-test-" + UUID().uuidString
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// Every file below it with its content; what vanishes meanwhile is left out.
    package func files() -> [(name: String, bytes: [UInt8])] {
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: path) else { return [] }
        return names.compactMap { name in
            FileManager.default.contents(atPath: "\(path)/\(name)").map { (name: name, bytes: Array($0)) }
        }
    }
}
