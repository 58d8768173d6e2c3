import ArgumentParser
import Control
import JSON
import Ledger
import Storage

struct LedgerShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one event whole, or a list of them from the first on.",
        discussion: """
            Private fields stand in an entry as commitments. --private shows their values beside it, which only this \
            machine has. --document prints the settings that came into force with an event, without what may be secret.
            """
    )

    @Argument(help: "An event's index, to show that one whole.")
    var index: Int?

    @Option(help: "The index that the list begins with.")
    var from = 0

    @Option(help: "How many.")
    var limit = 100

    @Flag(name: .customLong("private"), help: "Show the values of private fields as well.")
    var isWhole = false

    @Flag(help: "Print the document that belongs to the event of the index, instead of the event.")
    var document = false

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...100_000).contains(limit) else {
            throw ValidationError("--limit must lie between 1 and 100000.")
        }
        guard !document || index != nil else { throw ValidationError("--document needs an event's index.") }
        guard from >= 0, index ?? 0 >= 0 else { throw ValidationError("An index is 0 or more.") }
    }

    func run() async throws {
        try await reporting(output) {
            let store = try LedgerDesk(try source.load().settings).store
            guard let index else {
                let lines = try store.events(from..<from.addingClamped(limit)).map(LedgerLine.init)
                return show(
                    output,
                    json: .object(("events", .array(lines.map { $0.json(isWhole: isWhole) }))),
                    table: lines.isEmpty ? "There are none." : lines.map(\.text).joined(separator: "\n")
                )
            }
            guard let line = try store.events(index..<index.addingClamped(1)).first.map(LedgerLine.init) else {
                throw Failure(
                    .failed,
                    "The ledger has no event \(index). It has \(try store.log.head().size); the first is 0."
                )
            }
            if document { return try printDocument(of: line.stored, store) }
            let json = line.json(isWhole: isWhole)
            show(output, json: json, table: "\(line.text)\n\(json.indented)")
        }
    }

    private func printDocument(of stored: LedgerStore.Stored, _ store: LedgerStore) throws {
        guard let hash = stored.event.document else {
            throw Failure(
                .failed,
                "The event \(stored.position) is of kind `\(stored.entry.kind)` and has no document."
            )
        }
        guard let bytes = try store.document(hash), let json = try? JSONValue(parsing: bytes) else {
            throw Failure(.storage, "The document of event \(stored.position) is missing. Restore a backup.")
        }
        print(output.json ? String(decoding: json.bytes, as: UTF8.self) : json.indented)
    }
}

extension Int {
    func addingClamped(_ other: Int) -> Int { addingReportingOverflow(other).overflow ? .max : self + other }
}
