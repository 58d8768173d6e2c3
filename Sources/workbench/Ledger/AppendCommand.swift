import ArgumentParser
import Control
import Foundation
import GRDB
import HoldfastTesting
import JSON
import Ledger
import Storage

/// The ledger's own cost: the same rows once through it, with commitments, tree and fold, and once as bare inserts.
struct AppendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append",
        abstract: "Measures durable appends to a ledger beside bare inserts into SQLite.",
        discussion: "Both write the same bytes in the same groups, each group synchronised to the disk, in turns."
    )

    @Option(help: "Events a round.")
    var events = 10_000

    @Option(help: "Events an append.")
    var group = 500

    @Option(help: "Rounds; the medians are told.")
    var rounds = 5

    @Flag(help: "Print JSON instead of a line.")
    var json = false

    func validate() throws {
        guard (1...1_000_000).contains(events), (1...events).contains(group), (1...100).contains(rounds) else {
            throw ValidationError("--events and --rounds must be positive, and --group not more than --events.")
        }
    }

    func run() async throws {
        let scratch = try TemporaryFolder()
        let folder = try StateFolder(scratch.path)
        let ledger = try LedgerStore(folder, records: try RecordsFile.file(folder).open(), now: { 1_795_000_000_000 })
        let plain = try DatabaseFile(
            path: scratch.path + "/plain.sqlite",
            applicationID: 1,
            migrations: [
                {
                    try $0.execute(
                        sql: "CREATE TABLE rows (position INTEGER PRIMARY KEY, id TEXT UNIQUE, leaf BLOB, private BLOB)"
                    )
                }
            ],
            synchronous: .full
        ).open()
        var rates: [(ledger: Double, plain: Double)] = []
        for round in 0..<rounds {
            rates.append(
                (
                    ledger: try rate { try append(ledger, from: round * events) },
                    plain: try rate { try insert(plain, like: ledger, from: round * events) }
                )
            )
        }
        tell(
            ledger: Self.median(rates.map(\.ledger)),
            plain: Self.median(rates.map(\.plain)),
            ratio: Self.median(rates.map { $0.plain / $0.ledger })
        )
    }

    private func append(_ ledger: LedgerStore, from start: Int) throws {
        for first in stride(from: start, to: start + events, by: group) {
            try ledger.append(
                (first..<min(first + group, start + events)).map { number in
                    .init(.keyRevoked(id: "key_\(number % 64)", reason: "round \(start)"), id: "event-\(number)")
                }
            )
        }
    }

    private func insert(_ plain: DatabaseQueue, like ledger: LedgerStore, from start: Int) throws {
        // Read before the clock could matter: one row is like the other.
        guard let stored = try ledger.events(start..<start + 1).first else { return }
        let (leaf, closed) = (Data(stored.entry.leaf), Data(stored.entry.privatePart))
        for first in stride(from: start, to: start + events, by: group) {
            try plain.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    let statement = try database.cachedStatement(sql: "INSERT INTO rows VALUES (?, ?, ?, ?)")
                    for number in first..<min(first + group, start + events) {
                        try statement.execute(arguments: [number, "event-\(number)", leaf, closed])
                    }
                    return .commit
                }
            }
        }
    }

    private func rate(_ work: () throws -> Void) rethrows -> Double {
        let spent = try ContinuousClock().measure(work)
        return Double(events) / (Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18)
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private func tell(ledger: Double, plain: Double, ratio: Double) {
        guard json else {
            return Report.line(
                "append: \(Int(ledger)) events/s in groups of \(group), bare inserts \(Int(plain)) rows/s, ratio \(Int(ratio * 100)) %"
            )
        }
        Report.line(
            #"{"events_per_second":\#(Int(ledger)),"rows_per_second":\#(Int(plain)),"ratio":\#((ratio * 100).rounded() / 100),"group":\#(group)}"#
        )
    }
}
