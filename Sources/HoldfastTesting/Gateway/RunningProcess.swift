import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A process of ours whose output goes to two files. Nothing here blocks: its end is awaited.
package final class RunningProcess: Sendable {
    /// How it ended; a signal's number is negative, as scripts write it.
    package let exit = Watched<Int32?>(nil)
    package let pid: Int32
    private let output: String
    private let errors: String

    /// - Parameter output: file for standard output; standard error goes beside it with `.err` behind.
    package init(_ binary: String, _ arguments: [String], environment: [String: String], output: String) throws {
        self.output = output
        errors = output + ".err"
        for file in [output, errors] { try Data().write(to: URL(fileURLWithPath: file)) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let out = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        let err = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        process.standardOutput = out
        process.standardError = err
        let exit = exit
        process.terminationHandler = { process in
            let code = process.terminationStatus
            exit.change { $0 = process.terminationReason == .uncaughtSignal ? -code : code }
        }
        try process.run()
        pid = process.processIdentifier
        try? out.close()
        try? err.close()
    }

    package func signal(_ signal: Int32) { kill(pid, signal) }

    package func ended(within limit: Duration = .seconds(60)) async throws -> Int32 {
        try await exit.wait(for: "the end of process \(pid)", within: limit) { $0 != nil } ?? 0
    }

    /// How many files and sockets it has open; nil where the system does not tell.
    package var openDescriptors: Int? {
        try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
    }

    /// By a signal; true where the system does not tell.
    package var isStopped: Bool {
        guard let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return true }
        // The state stands behind the name, which may hold anything but ends with the last parenthesis.
        return String(decoding: bytes, as: UTF8.self).split(separator: ")").last?.hasPrefix(" T") ?? true
    }

    package var standardOutput: String { Self.text(output) }
    package var standardError: String { Self.text(errors) }

    private static func text(_ file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }
}

/// Looks again and again: the one way to wait for what another process writes.
package func eventually<Value: Sendable>(
    _ what: String,
    within limit: Duration = .seconds(30),
    _ look: () async throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now + limit
    while true {
        if let value = try await look() { return value }
        guard ContinuousClock.now < end else { throw Overdue(description: "\(what) did not happen within \(limit)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}

package struct Overdue: Error, CustomStringConvertible {
    package let description: String
}
