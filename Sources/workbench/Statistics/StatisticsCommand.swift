import ArgumentParser

struct StatisticsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statistics",
        abstract: "Hold what the statistics module claims against simulated models whose rates are known.",
        discussion: "Exit code 1 when a claim does not hold."
    )

    @Option(help: "Another seed makes other models.")
    var seed = SimulationStudy.defaultSeed

    func run() throws {
        let rows = SimulationStudy.rows(seed: seed)
        for row in rows {
            let bar =
                switch row.bar {
                case .atLeast(let least): "at least \(least)"
                case .atMost(let most): "at most \(most)"
                }
            print("\(row.holds ? "holds" : "FAIL ") \(row.name): \(row.seen), \(bar) (stated \(row.stated))")
        }
        let failed = rows.count { !$0.holds }
        print("statistics: \(rows.count - failed) of \(rows.count) hold, \(failed) failed, from seed \(seed)")
        if failed > 0 { throw ExitCode(1) }
    }
}
