import ArgumentParser

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show, prove, verify and export what was decided: the append-only log of events.",
        discussion: """
            Every change of keys, tokens and settings is an entry of a Merkle log. The server signs its size and root; \
            whoever has the log's public key can check an exported copy without trusting this machine.

            Examples:
              holdfast ledger show --limit 5
              holdfast ledger tail --follow
              holdfast ledger key > ledger.vkey
              holdfast ledger export ./public
              holdfast ledger verify ./public --key ledger.vkey
              holdfast ledger prove 17 -o 17.tlog-proof
            """,
        subcommands: [
            LedgerShow.self, LedgerTail.self, LedgerProve.self, LedgerVerify.self, LedgerExport.self, LedgerKey.self,
            LedgerRenew.self, LedgerRebuild.self,
            LedgerErase.self,
        ]
    )
}
