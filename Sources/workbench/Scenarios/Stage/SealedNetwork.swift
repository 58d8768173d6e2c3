import Foundation
import HoldfastTesting
import JSON
import NIOCore
import NIOPosix

/// A network of its own, with nothing but a loopback interface and a name server that never answers.
///
/// This program is started again inside it, for one part of one scenario, and tells what its judge found.
enum SealedNetwork {
    /// Why there can be none here; nil: there can.
    static func obstacle() async throws -> String? {
        let folder = try TemporaryFolder()
        let trial = try shell(["true"], folder)
        guard try await trial.ended() != 0 else { return nil }
        let why = trial.standardError.split(separator: "\n").first ?? "unshare, ip or mount failed"
        return "no network of its own here (\(why))"
    }

    /// - Returns: the row of the scenario, as the table has it in JSON.
    static func play(_ number: String, part: String) async throws -> JSONValue {
        let folder = try TemporaryFolder()
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = try shell([program, "scenarios", "--only", number, "--part", part, "--json"], folder)
        _ = try await process.ended(within: .seconds(120))
        guard let row = (try? JSONValue(parsing: Array(process.standardOutput.utf8)))?["scenarios"]?.elements?.first
        else {
            throw GatewayProcess.Failed(description: "nothing came out of the sealed network: \(process.standardError)")
        }
        return row
    }

    private static func shell(_ command: [String], _ folder: TemporaryFolder) throws -> RunningProcess {
        let resolver = try folder.write("nameserver 127.0.0.1\noptions timeout:30 attempts:3\n", to: "resolv.conf")
        let script =
            "PATH=$PATH:/usr/sbin:/sbin; ip link set lo up && mount --bind \(resolver) /etc/resolv.conf && exec \"$@\""
        return try RunningProcess(
            "/usr/bin/env",
            ["unshare", "--map-root-user", "--net", "--mount", "sh", "-c", script, "sh"] + command,
            environment: [:],
            output: folder.path + "/sealed.log"
        )
    }

    /// Inside: a name server that takes every question and answers none.
    static func silentNameServer() async throws -> any Channel {
        try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 53)
            .get()
    }
}

extension Judge {
    /// What a judge in another process found.
    func take(_ row: JSONValue) {
        func texts(_ key: String) -> [String] { row[key]?.elements?.compactMap(\.string) ?? [] }
        for words in texts("seen") { note(words) }
        for reason in texts("skipped") { skip(reason) }
        expect(row["verdict"]?.string != nil, "the sealed program tells no verdict")
        for problem in texts("problems") { expect(false, problem) }
    }
}
