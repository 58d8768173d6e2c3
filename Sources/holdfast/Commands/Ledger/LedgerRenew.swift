import Access
import ArgumentParser
import Control
import Domain
import JSON
import Ledger
import Settings
import Storage

struct LedgerRenew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Go on under a new name and a new signing key, with the events there are.",
        discussion: """
            For three cases: events are lost, because only an older backup was left; the signing key is lost; or \
            somebody else had it. No server may run. What was signed under the old name stays as it is, and its last size \
            and root become the first event under the new one, so that nobody takes the two for one log.

            After a loss of events look at `holdfast key list`: what was revoked since the backup is open again.
            """
    )

    @Option(help: "Why, for the ledger's private part.")
    var reason: String

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !reason.isEmpty, reason.utf8.count <= 1000 else {
            throw ValidationError("--reason must have 1 to 1000 bytes.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let folder = try Desk.existing(settings.state)
            let lock = try folder.lock()
            let store = try Desk.ledger(folder)
            let keys = KeysFolder(settings.keys)
            guard let old = try store.log.head().origin else {
                throw Failure(.failed, "Nothing was signed in this ledger yet: there is nothing to renew.")
            }
            let signed = LogSigner.lastSigned(keys, origin: old).map { (size: $0.size, root: Hex.text($0.root.bytes)) }
            let renewal = LedgerRenewal(origin: old, signed: signed, reason: reason)
            try store.renew(.init(.ledgerRenewed(renewal), id: "ledger.renewed/\(old)"))
            let signer = try CheckpointSigner.signer(store.log, keys)
            try CheckpointSigner.sign(store.log, signer)
            withExtendedLifetime(lock) {}
            show(
                output,
                json: .object(
                    ("origin", .string(signer.key.name)),
                    ("key", .string(signer.key.text)),
                    ("previous_origin", .string(old))
                ),
                table: "\(old) goes on as \(signer.key.name). Publish its key:\n\(signer.key.text)"
            )
        }
    }
}
