import ArgumentParser
import JSON
import Ledger
import Storage

struct LedgerProve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Write a receipt for one event, which anybody with the log's key can check.",
        discussion: """
            The receipt is a .tlog-proof file (C2SP tlog-proof): the event's index, the path to the root, and a signed \
            checkpoint. Give it away with the entry's bytes:

              holdfast ledger prove 17 -o 17.tlog-proof --entry 17.entry
              holdfast ledger verify --proof 17.tlog-proof --entry 17.entry --key ledger.vkey
            """
    )

    @Argument(help: "The event's index.")
    var index: Int

    @Option(name: .shortAndLong, help: "The file for the receipt. Default: standard output.")
    var output: String?

    @Option(help: "A file for the entry's bytes.")
    var entry: String?

    @OptionGroup var source: SettingsOptions

    func run() async throws {
        try await reporting {
            let desk = try LedgerDesk(try source.load().settings)
            let log = desk.store.log
            let (note, size) = try await desk.checkpoint()
            guard index >= 0, index < size, let leaf = try log.entry(index) else {
                throw Failure(.failed, "The ledger has no event \(index). It has \(size); the first is 0.")
            }
            let proof = InclusionProof(index: index, path: try log.inclusion(of: index, in: size), note: note)
            if let entry { try FileOutput.write(leaf, to: entry) }
            guard let output else { return print(String(decoding: proof.bytes, as: UTF8.self), terminator: "") }
            try FileOutput.write(proof.bytes, to: output)
        }
    }
}
