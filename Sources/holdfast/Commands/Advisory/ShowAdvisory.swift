import ArgumentParser
import Control
import JSON
import Reports

struct ShowAdvisory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Make the advisory of a recall: a CSAF 2.0 document.",
        discussion: """
            The document is made of the ledger, put to every mandatory test of the standard, and only given out when it passes. Holds nothing \
            that the public may not read. No server is needed.

            Examples:
              holdfast advisory show HF-RC-2026-0007
              holdfast advisory show HF-RC-2026-0007 --vex -o hf-rc-2026-0007-vex.json

            Exit code 1 when there is no such advisory, or none can be made.
            """
    )

    @Argument(help: "A recall's id.")
    var id: String

    @Flag(help: "As a document about exploitability (VEX), in place of a security advisory.")
    var vex = false

    @Option(help: "Where `holdfast publish` writes to will be found, for references: an https or http URL.")
    var address: String?

    @Option(name: .shortAndLong, help: "Write it to this file. Default: standard output.")
    var output: String?

    @OptionGroup var source: SettingsOptions

    func validate() throws { try PublishCommand.check(address) }

    func run() async throws {
        try await reporting {
            if let output { try FileOutput.checkFolder(of: output) }
            let advisories = try EvidenceSource(try source.load().settings).advisories(address: address)
            guard let advisory = advisories.first(where: { $0.recall.id == id }) else {
                let known = advisories.prefix(12).map(\.recall.id).joined(separator: ", ")
                throw Failure(
                    .failed,
                    "There is no advisory `\(id.prefix(64))`. "
                        + (known.isEmpty ? "No recall has held anything back." : "The newest are: \(known).")
                )
            }
            let bytes = try advisory.checked(vex ? .exploitability : .security).document
            try FileOutput.deliver(bytes, to: output)
        }
    }
}
