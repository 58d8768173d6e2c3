import Access
import ArgumentParser
import Control
import JSON
import Relay
import Settings

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say everything that is wrong with the settings, each problem with its line.",
        discussion: """
            Reports all problems at once, as file:line:column, and the nearest word that would be right. Warnings (a \
            credential that is not set, a route that nothing can serve) do not change the exit code: 0 when the document is \
            valid, 2 when not. Files of certificates, keys of listeners, authorities and packs of the watch are \
            tried; addresses are not.
            """
    )

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let loaded: SettingsOptions.Loaded
            do throws(SettingsErrors) {
                loaded = try source.load(trials: Assembly.fileTrials)
            } catch {
                guard output.json else { throw error }
                print(Self.json(error).indented)
                throw ExitCode(Failure.Code.settings.exitCode)
            }
            let snapshot = Assembly.offlineSnapshot(loaded.settings)
            let settings = loaded.settings
            let warnings = snapshot.warnings + Assembly.notificationWarnings(settings)
            show(
                output,
                json: .object(
                    ("valid", .bool(true)),
                    ("file", loaded.file.map { .string($0) } ?? .null),
                    ("warnings", .array(warnings.map { .string($0) })),
                    ("assumptions", .array(loaded.assumptions.map { .string($0) })),
                    ("problems", .array([]))
                ),
                table: (loaded.assumptions + warnings.map { "warning: \($0)" }
                    + [
                        "\(loaded.file ?? "The environment") is in order. providers: \(settings.providers.count), models: \(settings.models.count), routes: \(settings.routes.count), tenants: \(settings.tenants.count)"
                    ])
                    .joined(separator: "\n")
            )
        }
    }

    private static func json(_ errors: SettingsErrors) -> JSONValue {
        .object(
            ("valid", .bool(false)),
            ("file", .string(errors.file)),
            ("problems", .array(errors.problems.map(\.json)))
        )
    }
}
