import Access
import ArgumentParser
import Domain
import JSON
import Ledger
import Relay
import Settings
import Storage

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup of the ledger and the journal in place; no server may run.",
        discussion: """
            The backup's files are checked first. If the ledger was signed for more events than the backup has, a server \
            will not start from it, because what was revoked since would be open again: this command says so, and \
            `holdfast ledger renew` goes on nevertheless.

            Exit codes: 0 restored, 1 restored, but the ledger must be renewed before a server starts, 3 not restored.
            """
    )

    @Argument(help: "The backup's folder.")
    var folder: String

    @Flag(help: "Move a state that is there aside.")
    var replace = false

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let state = try StateFolder(settings.state)
            let lock = try state.lock()
            let now = ClockText.rfc3339(unixMilliseconds: WallClock.system.milliseconds())
            try StateBackup(folder).restore(into: state, replaces: replace, suffix: ".before-\(now)")
            let store = try Desk.ledger(state)
            _ = try store.refresh()
            let size = try store.log.head().size
            let problem = try Self.problem(store.log, KeysFolder(settings.keys))
            withExtendedLifetime(lock) {}
            show(
                output,
                json: .object(
                    ("state", .string(state.path)),
                    ("events", .integer(size)),
                    ("problem", problem.map { .string($0) } ?? .null)
                ),
                table: "Restored to \(state.path); events in its ledger: \(size)."
            )
            if let problem { throw Failure(.failed, problem) }
        }
    }

    /// Why a server would not start from it.
    private static func problem(_ log: StoredLog, _ keys: KeysFolder) throws -> String? {
        do {
            try CheckpointSigner.check(log, try CheckpointSigner.signer(log, keys))
            return nil
        } catch let failure as KeysFolder.Failure {
            return failure.description
        }
    }
}
