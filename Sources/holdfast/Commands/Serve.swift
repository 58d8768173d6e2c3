import ArgumentParser
import Foundation
import Logging
import Settings
import Telemetry

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve: the gateway for applications, and the listener for operators.",
        discussion: """
            Prints both addresses once it serves. Point an application's base_url at the service address: OpenAI \
            clients with /v1 behind it, Anthropic clients without.

            Signals:
              SIGHUP           read the settings again, all or nothing
              SIGTERM, SIGINT  stop; running exchanges may finish, up to `limits.drain`
              a second one     end at once, with exit code 1

            Results go to standard output, logs to standard error. While it runs, `server.json` in the state folder \
            has the addresses.

            Example:
              holdfast serve --config /etc/holdfast/holdfast.yaml
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
