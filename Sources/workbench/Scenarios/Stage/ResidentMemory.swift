import Foundation

/// Bytes of a process that are in memory, as Linux tells them; nil elsewhere.
enum ResidentMemory {
    static func now(of process: Int32) -> Int? { value("VmRSS", of: process) }

    /// The most it ever was.
    static func peak(of process: Int32) -> Int? { value("VmHWM", of: process) }

    private static func value(_ key: String, of process: Int32) -> Int? {
        guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/status") else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(key + ":") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }
}
