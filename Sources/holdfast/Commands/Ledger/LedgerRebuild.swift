import ArgumentParser
import Control
import JSON
import Storage

struct LedgerRebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Forget the projection and make it anew from the first event.",
        discussion: """
            The projection only spares a start the work of folding every event; nothing is lost with it. Do this when \
            `holdfast ledger verify` says that it was changed.
            """
    )

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let state = try Desk.existingLedger(try source.load().settings).rebuild()
            show(
                output,
                json: .object(("size", .integer(Int(state.epoch)))),
                table: "The projection is that of all \(state.epoch) events."
            )
        }
    }
}
