import ArgumentParser
import Control
import JSON
import Storage

struct LedgerErase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract:
            "Destroy what the ledger's private fields say of a tenant, a key, an operator, a recall, a finding or the watch.",
        discussion: """
            The entries stay, and so does every proof; what is gone are the values behind their commitments, and the key \
            from which the salts came. It cannot be undone. Keys of a tenant and an operator's token must be revoked first, a recall be over, \
            a finding closed, and the watch resumed. \
            Backups and the journal still hold what they hold: docs/ledger.md says how to go about them.

            Examples:
              holdfast ledger erase tenant:acme --reason "contract ended" --dry-run
              holdfast ledger erase operator:op_1a2b3c4d --reason "request of the person"

            Exit codes: 0 erased, 1 nothing was.
            """
    )

    private static let subjects =
        "tenant:NAME, key:ID, operator:ID, recall:ID, finding:ID, alarm:ID, watch:MODEL or watch"

    @Argument(help: "\(Self.subjects).")
    var subject: String

    @Option(help: "Why; kept in the ledger's private part.")
    var reason: String

    @Flag(help: "Only say what would be erased.")
    var dryRun = false

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard Erasure.mayErase(subject), subject.utf8.count <= 300 else {
            throw ValidationError("Whom to erase is \(Self.subjects).")
        }
        guard !reason.isEmpty, reason.utf8.count <= 1000 else {
            throw ValidationError("--reason must have 1 to 1000 bytes.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            let store = try LedgerDesk(try source.load().settings).store
            do {
                guard !dryRun else {
                    let planned = try store.erasable(subject, reason: reason)
                    return tell(planned, isSwept: nil, "Of these events the private fields would be erased")
                }
                let id = "erasure/\(ServerParts.randomText())"
                let done = try store.erase(subject, reason: reason, id: id)
                tell(done.erasure, isSwept: done.isSwept, "Of these events the private fields were erased")
                guard !done.isSwept else { return }
                complain(
                    "a reader was in the way, so the old bytes are still in the write-ahead log: they go when the server stops"
                )
            } catch LedgerStore.EraseFault.nothing {
                throw Failure(.failed, "The ledger has no private fields of `\(subject)`, or they were erased before.")
            } catch LedgerStore.EraseFault.inUse(let ids) {
                throw Failure(.failed, Self.refusal(ids, of: subject))
            }
        }
    }

    private static func refusal(_ ids: [String], of subject: String) -> String {
        let (id, names) = (ids.first ?? "", ids.prefix(20).joined(separator: ", ") + (ids.count > 20 ? ", …" : ""))
        return switch subject.prefix(while: { $0 != ":" }) {
        case "recall":
            "The recall \(id) is not over, or still keeps its lineage from serving. `holdfast recalls` shows where it stands."
        case "finding": "The finding \(id) is open. Close it first: holdfast findings close \(id)"
        case "watch": "The watch is paused. Resume it first."
        case "operator": "Still in use: \(names). Revoke first: holdfast operator revoke \(id)"
        default: "Still in use: \(names). Revoke first: holdfast key revoke \(id)"
        }
    }

    private func tell(_ erasure: Erasure, isSwept: Bool?, _ sentence: String) {
        show(
            output,
            json: .object(
                ("subject", .string(erasure.subject)),
                ("count", .integer(erasure.entries.count)),
                ("entries", .array(erasure.entries.map { .integer($0) })),
                ("swept", isSwept.map { .bool($0) })
            ),
            table: "\(sentence): \(erasure.entries.map(String.init).joined(separator: ", "))."
        )
    }
}
