import Foundation

/// Files that a command reads and writes because it was told to.
enum FileOutput {
    /// What a person hands us by mistake, such as a disk image, is not read to its end.
    private static let maximumRead = 64 << 20

    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure(.failed, "\(path) cannot be written. Is its folder there, and may you write to it?")
        }
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: maximumRead)
        else {
            throw Failure(.failed, "\(path) cannot be read.")
        }
        return [UInt8](data)
    }

    /// nil: there is none.
    static func readIfThere(_ path: String) -> [UInt8]? { try? read(path) }
}
