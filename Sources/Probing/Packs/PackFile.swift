import Foundation

/// Reads a pack, a manifest or a set from disk, never more than it may have.
package enum PackFile {
    package static func bytes(path: String, most: Int) throws(PackErrors) -> [UInt8] {
        let data: Data
        do {
            guard let handle = FileHandle(forReadingAtPath: path) else { throw CocoaError(.fileReadNoSuchFile) }
            // nil at the end, and so for an empty file.
            data = try handle.read(upToCount: most + 1) ?? Data()
        } catch {
            throw fault(path, "The file cannot be read.", "Check the path, and who may read it.")
        }
        guard data.count <= most else {
            throw fault(path, "The file is larger than \(most >> 20) MiB.", "Split it into several.")
        }
        return Array(data)
    }

    package static func text(path: String) throws(PackErrors) -> String {
        let bytes = try bytes(path: path, most: PackLimits.document)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw fault(path, "The file is not UTF-8 text.", "Save it as UTF-8.")
        }
        return text
    }

    package static func load(path: String, attacks: AttackNames) throws(PackErrors) -> Pack {
        try PackLoader.load(text: try text(path: path), file: path, attacks: attacks)
    }

    private static func fault(_ path: String, _ message: String, _ hint: String) -> PackErrors {
        PackErrors(file: path, problems: [PackProblem(at: .start, path: "", message: message, hint: hint)])
    }
}
