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

    /// - Parameter isPrivate: it holds what only its owner is to read: a file that is made is of mode 0600.
    static func write(_ bytes: [UInt8], to path: String, isPrivate: Bool = false) throws {
        do {
            let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            // A link or a device is written through; only a file of ours is replaced.
            if let kind, kind != .typeRegular {
                guard let handle = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileWriteUnknown) }
                try handle.write(contentsOf: Data(bytes))
                try handle.close()
            } else if isPrivate {
                try replacePrivately(bytes, path)
            } else {
                try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
            }
        } catch {
            throw unwritable(path)
        }
    }

    /// - Parameter path: nil: standard output.
    static func deliver(_ bytes: [UInt8], to path: String?, isPrivate: Bool = false) throws {
        guard let path else { return writeToStandardOutput(bytes) }
        try write(bytes, to: path, isPrivate: isPrivate)
    }

    static func writeMakingFolders(_ bytes: [UInt8], to path: String) throws {
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        } catch {
            throw Failure(.failed, "The folder \(parent.path) cannot be created. Choose another.")
        }
        try write(bytes, to: path)
    }

    /// In the place of the file at once, and at no moment readable for others.
    private static func replacePrivately(_ bytes: [UInt8], _ path: String) throws {
        let new = "\(path).\(UUID().uuidString).new"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        do {
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try handle.write(contentsOf: Data(bytes))
            try handle.close()
            guard rename(new, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            unlink(new)
            throw error
        }
    }

    /// Whoever reads it may have gone: nothing more is wanted then.
    static func writeToStandardOutput(_ bytes: [UInt8]) {
        try? FileHandle.standardOutput.write(contentsOf: Data(bytes))
    }

    static func read(_ path: String) throws -> [UInt8] { try bytes(of: path, upTo: maximumRead) }

    /// - Throws: also for a file that is larger.
    static func read(_ path: String, most: Int) throws -> [UInt8] {
        let bytes = try bytes(of: path, upTo: most + 1)
        guard bytes.count <= most else {
            throw Failure(.failed, "\(path) is larger than \(most >> 20) MiB, and no larger file is read.")
        }
        return bytes
    }

    private static func bytes(of path: String, upTo most: Int) throws -> [UInt8] {
        var status = stat()
        // A pipe would be waited for.
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let handle = FileHandle(forReadingAtPath: path)
        else { throw Failure(.failed, "\(path) cannot be read, or is no file.") }
        do {
            // nil at the end, and so for an empty file.
            return [UInt8](try handle.read(upToCount: most) ?? Data())
        } catch {
            throw Failure(.failed, "\(path) cannot be read, or is no file.")
        }
    }

    /// nil: there is none, or nothing in it.
    static func readIfThere(_ path: String) -> [UInt8]? { (try? read(path)).flatMap { $0.isEmpty ? nil : $0 } }
}
