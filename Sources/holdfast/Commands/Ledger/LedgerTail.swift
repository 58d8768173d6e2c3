import ArgumentParser
import Foundation
import JSON
import Storage

struct LedgerTail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Show the newest events, and with --follow those that come.",
        discussion: "With --json each event is one line, so that another program can read them as they come."
    )

    @Option(name: .shortAndLong, help: "How many.")
    var number = 10

    @Flag(name: .shortAndLong, help: "Go on until interrupted.")
    var follow = false

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...100_000).contains(number) else {
            throw ValidationError("--number must lie between 0 and 100000.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            let store = try LedgerDesk(try source.load().settings).store
            var next = max(0, try store.log.head().size - number)
            while true {
                let events = try store.events(next..<next + 1000)
                for line in events.map(LedgerLine.init) {
                    let bytes = output.json ? line.json(isWhole: false).bytes : Array(line.text.utf8)
                    // Past the buffer of standard output: whoever follows reads from a pipe.
                    try FileHandle.standardOutput.write(contentsOf: Data(bytes + [0x0A]))
                }
                next += events.count
                guard events.isEmpty else { continue }
                guard follow else { return }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}
