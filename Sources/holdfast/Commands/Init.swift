import ArgumentParser
import Foundation
import Settings

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a commented settings file from the environment variables that are found.",
        discussion: """
            Looks for OPENAI_API_KEY and ANTHROPIC_API_KEY: a vendor whose variable is set is written as a provider with a \
            model, the other as a comment. Only the names of the variables are written, never their values. The file \
            passes `holdfast check` as it stands.
            """
    )

    @Option(help: "Where to write it.")
    var config = "holdfast.yaml"

    @Flag(help: "Write over a file that is there.")
    var force = false

    func run() async throws {
        try await reporting {
            guard force || !FileManager.default.fileExists(atPath: config) else {
                throw Failure(
                    .failed,
                    "\(config) is there already. Choose another name with --config, or write over it with --force."
                )
            }
            let text = SettingsTemplate.make(environment: ProcessInfo.processInfo.environment)
            do {
                try text.write(toFile: config, atomically: true, encoding: .utf8)
            } catch {
                throw Failure(.failed, "\(config) cannot be written: \(error.localizedDescription)")
            }
            print("Wrote \(config). Next: `holdfast check`, then `holdfast serve`.")
        }
    }
}
