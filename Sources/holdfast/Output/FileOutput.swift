import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that a command reads and writes because it was told to.
enum FileOutput {
    /// What a person hands us by mistake, such as a disk image, is not read to its end.
    private static let maximumRead = 64 << 20

    /// - Throws: when no file can be made there.
    static func checkFolder(of path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        guard access(folder.isEmpty ? "." : folder, W_OK | X_OK) == 0 else { throw unwritable(path) }
    }

    private static func unwritable(_ path: String) -> Failure {
        Failure(.failed, "\(path) cannot be written. Is its folder there, and may you write to it?")
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            // A link or a device is written through; only a file of ours is replaced.
            if let kind, kind != .typeRegular {
                guard let handle = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileWriteUnknown) }
                try handle.write(contentsOf: Data(bytes))
                try handle.close()
            } else {
                try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
            }
        } catch {
            throw unwritable(path)
        }
    }

    static func read(_ path: String) throws -> [UInt8] {
        var status = stat()
        // A pipe would be waited for.
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: maximumRead)
        else { throw Failure(.failed, "\(path) cannot be read, or is no file.") }
        return [UInt8](data)
    }

    /// nil: there is none.
    static func readIfThere(_ path: String) -> [UInt8]? { try? read(path) }
}
