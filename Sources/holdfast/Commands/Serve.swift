import ArgumentParser
import Foundation
import Logging
import Settings
import Telemetry

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve: the gateway for applications, and the listener for operators.",
        discussion: """
            Point an application's base_url at the service address (OpenAI clients: with /v1 behind it).
            SIGHUP reads the settings again, all or nothing. SIGTERM lets running exchanges finish, up to `limits.drain`;
            a second signal ends at once. The addresses also stand in `server.json` in the state folder while it runs.
            """
    )

    @OptionGroup var source: SettingsOptions

    func run() async throws {
        try await reporting {
            let loaded = try source.load()
            let logger = Self.logger(loaded.settings.logs)
            let parts = try await ServerParts(loaded, logger: logger)
            let source = source
            try await Server(parts: parts, logger: logger, reload: { try source.load().settings }).run()
        }
    }

    private static func logger(_ logs: Logs) -> Logger {
        let level = Logger.Level(rawValue: logs.level.rawValue) ?? .info
        let format: LineLog.Format = logs.format == .json ? .json : .text
        return Logger(label: "holdfast") { LineLog(label: $0, format: format, level: level) }
    }
}
