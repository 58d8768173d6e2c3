import ArgumentParser
import JSON
import Ledger

struct LedgerKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Print the public key that checks what the ledger signs.",
        discussion:
            "Give it to auditors on a way of its own: with it they need to trust nothing else that comes from here."
    )

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let key = try LedgerDesk(try source.load().settings).key()
            show(
                output,
                json: .object(("origin", .string(key.name)), ("key", .string(key.text))),
                table: key.text
            )
        }
    }
}
