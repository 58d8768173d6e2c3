import ArgumentParser
import Foundation
import JSON
import Settings

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell whether a server runs from this state folder, and where.",
        discussion: "Exit code 1 when none does. Live figures are at the operator listener: /api/v1/status, /metrics."
    )

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let state = try source.load().settings.state
            guard let data = FileManager.default.contents(atPath: state + "/server.json"),
                let known = try? JSONValue(parsing: Array(data)),
                let pid = known["pid"]?.integer, kill(pid_t(pid), 0) == 0
            else {
                throw Failure(.failed, "No server runs from \(state). Start one with `holdfast serve`.")
            }
            show(
                output,
                json: known,
                table:
                    "service   \(known["service"]?.string ?? "-")\noperator  \(known["operator"]?.string ?? "-")\nprocess   \(pid)"
            )
        }
    }
}
