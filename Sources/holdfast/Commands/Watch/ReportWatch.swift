import ArgumentParser
import JSON
import Probing
import Settings

struct ReportWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a page with the evidence of every stream as charts. It needs no script and prints well.",
        discussion: """
            Examples:
              holdfast watch report -o watch.html
            """
    )

    @Option(name: .shortAndLong, help: "The file to write.")
    var output: String

    @OptionGroup var source: SettingsOptions

    func run() async throws {
        try await reporting {
            let settings = try source.load().settings
            try FileOutput.checkFolder(of: output)
            try FileOutput.write(WatchPage.html(try await WatchSource.watcher(settings).status()), to: output)
            print(output)
        }
    }
}
