import Domain
package import GRDB
import Storage

/// Runs of probes and their trials in `records.sqlite`. A trial that is in here was made, and is never made again.
package struct ProbeStore: Sendable {
    let database: DatabaseQueue

    package init(_ database: DatabaseQueue) {
        self.database = database
    }

    package struct Run: Sendable, Equatable {
        package var plan: RunPlan
        package var state: State
        /// Why it stopped where it did; empty: it ran to its end.
        package var note: String
        /// Unix milliseconds.
        package var startedAt: UInt64
        package var endedAt: UInt64?
        package var done: Int
    }

    package enum State: String, Sendable {
        case running
        /// It can be gone on with: a person stopped it, a ceiling was reached, or the process ended.
        case stopped
        case finished
    }

    package enum Fault: Error, CustomStringConvertible {
        case unknownRun(String)
        case running(String)
        case unreadable(String)

        package var description: String {
            switch self {
            case .unknownRun(let id): "There is no run `\(id)`. `holdfast probe --list` shows them."
            case .running(let id):
                "The run \(id) is being made by another process. Wait for it, or end that process and try again in a quarter of a minute."
            case .unreadable(let id):
                "The plan of the run \(id) cannot be read. Run the version that wrote it, or begin a new run."
            }
        }
    }

    /// A process that makes a run says so at least as often.
    package static let usualBeat = Duration.seconds(5)
    private static let silence: UInt64 = 15_000

    /// Also for a task that was cancelled: what it made before is kept, and that it stopped too.
    func write<Made: Sendable>(_ updates: @escaping @Sendable (Database) throws -> Made) async throws -> Made {
        try await withCheckedThrowingContinuation { continuation in
            database.asyncWrite(updates) { _, result in continuation.resume(with: result) }
        }
    }

    // MARK: Runs

    package func begin(_ plan: RunPlan, now: UInt64) async throws {
        try await write { database in
            try database.execute(
                sql: "INSERT INTO probe_runs (id, plan, state, note, started_at, beat_at) VALUES (?, ?, ?, '', ?, ?)",
                arguments: [plan.id, plan.text, State.running.rawValue, Int64(now), Int64(now)]
            )
        }
    }

    /// Takes a run over that another process has left.
    ///
    /// - Parameter isAlone: nobody else can be making it, so that nobody's silence is waited for.
    /// - Throws: `Fault`.
    package func resume(_ id: String, now: UInt64, isAlone: Bool = false) async throws -> Run {
        try await write { database in
            guard let row = try Row.fetchOne(database, sql: Self.select + " WHERE id = ?", arguments: [id]) else {
                throw Fault.unknownRun(id)
            }
            let beat = UInt64(max(0, row["beat_at"] as Int64))
            if !isAlone, row["state"] == State.running.rawValue, now < beat + Self.silence { throw Fault.running(id) }
            guard let run = try Self.run(row, database) else { throw Fault.unreadable(id) }
            try database.execute(
                sql: "UPDATE probe_runs SET state = ?, note = '', beat_at = ?, ended_at = NULL WHERE id = ?",
                arguments: [State.running.rawValue, Int64(now), id]
            )
            return run
        }
    }

    package func end(_ id: String, _ state: State, note: String, now: UInt64) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE probe_runs SET state = ?, note = ?, ended_at = ? WHERE id = ?",
                arguments: [state.rawValue, note, Int64(now), id]
            )
        }
    }

    /// Says that the run is still being made.
    package func beat(_ id: String, now: UInt64) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE probe_runs SET beat_at = ? WHERE id = ?",
                arguments: [Int64(now), id]
            )
        }
    }

    /// Newest first.
    package func runs(limit: Int) throws -> [Run] {
        try database.read { database in
            try Row.fetchAll(database, sql: Self.select + " ORDER BY started_at DESC LIMIT ?", arguments: [limit])
                .compactMap { try Self.run($0, database) }
        }
    }

    package func run(_ id: String) throws -> Run {
        try database.read { database in
            guard let row = try Row.fetchOne(database, sql: Self.select + " WHERE id = ?", arguments: [id]) else {
                throw Fault.unknownRun(id)
            }
            guard let run = try Self.run(row, database) else { throw Fault.unreadable(id) }
            return run
        }
    }

    private static let select = "SELECT * FROM probe_runs"

    private static func run(_ row: Row, _ database: Database) throws -> Run? {
        guard let plan = RunPlan(text: row["plan"]), let state = State(rawValue: row["state"]) else { return nil }
        let count = try Int.fetchOne(
            database,
            sql: "SELECT count(*) FROM probe_trials WHERE run = ?",
            arguments: [plan.id]
        )
        return Run(
            plan: plan,
            state: state,
            note: row["note"],
            startedAt: UInt64(max(0, row["started_at"] as Int64)),
            endedAt: (row["ended_at"] as Int64?).map { UInt64(max(0, $0)) },
            done: count ?? 0
        )
    }

    // MARK: Trials

    /// Numbers of the trials that were made.
    package func done(_ id: String) throws -> Set<Int> {
        try database.read { database in
            try Int.fetchSet(database, sql: "SELECT number FROM probe_trials WHERE run = ?", arguments: [id])
        }
    }

    /// Keeps outcomes, each once, and charges them to the day.
    package func keep(_ outcomes: [Trial.Outcome], of run: String, now: UInt64) async throws {
        try await write { try Self.keep(outcomes, of: run, now, $0) }
    }

    static func keep(_ outcomes: [Trial.Outcome], of run: String, _ now: UInt64, _ database: Database) throws {
        var spent = Spent()
        for outcome in outcomes {
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO probe_trials (
                        run, number, probe, verdict, reason, rule, excerpt, answers, answers_hash, requests,
                        input_tokens, output_tokens, cost, model, build, microseconds, at
                    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run, outcome.number, outcome.probe, outcome.verdict.word, outcome.verdict.reason, outcome.rule,
                    outcome.excerpt, outcome.answers, outcome.answersHash, outcome.requests, outcome.inputTokens,
                    outcome.outputTokens, outcome.cost?.decimal, outcome.model, outcome.build, outcome.microseconds,
                    Int64(outcome.at),
                ]
            )
            if database.changesCount > 0 { spent.add(outcome) }
        }
        try charge(spent, now, database)
        try database.execute(
            sql: "UPDATE probe_runs SET beat_at = ? WHERE id = ?",
            arguments: [Int64(now), run]
        )
    }

    private static let day: UInt64 = 86_400_000

    static func charge(_ spent: Spent, _ now: UInt64, _ database: Database) throws {
        guard spent != Spent() else { return }
        let before = try Self.spent(on: now / day, database)
        let after = Spent(tokens: before.tokens + spent.tokens, money: before.money + spent.money)
        try database.execute(
            sql: "INSERT OR REPLACE INTO probe_days (day, tokens, money) VALUES (?, ?, ?)",
            arguments: [Int64(now / day), after.tokens, after.money.decimal]
        )
    }

    private static func spent(on day: UInt64, _ database: Database) throws -> Spent {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM probe_days WHERE day = ?", arguments: [Int64(day)])
        guard let row else { return Spent() }
        return Spent(tokens: row["tokens"], money: Money(decimal: row["money"]) ?? .zero)
    }

    /// Of the day of UTC that `now` lies in, all runs together.
    package func spentToday(now: UInt64) throws -> Spent {
        try database.read { try Self.spent(on: now / Self.day, $0) }
    }

    /// Outcomes in the order of their numbers, without more in memory than one at a time.
    package func each(of run: String, _ take: (Trial.Outcome) throws -> Void) throws {
        try database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT * FROM probe_trials WHERE run = ? ORDER BY number",
                arguments: [run]
            )
            while let row = try rows.next() {
                if let outcome = Self.outcome(row) { try take(outcome) }
            }
        }
    }

    /// As the targets of a run's trials called themselves.
    package func identities(of run: String) throws -> (models: Set<String>, builds: Set<String>) {
        try database.read { database in
            func all(_ column: String) throws -> Set<String> {
                try String.fetchSet(
                    database,
                    sql: "SELECT DISTINCT \(column) FROM probe_trials WHERE run = ? AND \(column) IS NOT NULL",
                    arguments: [run]
                )
            }
            return (try all("model"), try all("build"))
        }
    }

    private static func outcome(_ row: Row) -> Trial.Outcome? {
        guard let verdict = Verdict(word: row["verdict"], reason: row["reason"]) else { return nil }
        return Trial.Outcome(
            number: row["number"],
            probe: row["probe"],
            verdict: verdict,
            rule: row["rule"],
            excerpt: row["excerpt"],
            answers: row["answers"],
            answersHash: row["answers_hash"],
            requests: row["requests"],
            inputTokens: row["input_tokens"],
            outputTokens: row["output_tokens"],
            cost: (row["cost"] as String?).flatMap { Money(decimal: $0) },
            model: row["model"],
            build: row["build"],
            microseconds: row["microseconds"],
            at: UInt64(max(0, row["at"] as Int64))
        )
    }

    // MARK: Behaviour

    /// As it was looked at last; nil: never, or with other questions.
    package func behaviour(of model: String) throws -> Behaviour? {
        try database.read { database in
            try String.fetchOne(
                database,
                sql: "SELECT answers FROM probe_behaviours WHERE model = ?",
                arguments: [model]
            ).flatMap { Behaviour(text: $0) }
        }
    }

    package func keep(_ behaviour: Behaviour, of model: String, now: UInt64) async throws {
        try await write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO probe_behaviours (model, answers, at) VALUES (?, ?, ?)",
                arguments: [model, behaviour.text, Int64(now)]
            )
        }
    }

    // MARK: Retention

    /// Drops trials of runs that ended before; what their certificates say stays in the ledger.
    package func drop(endedBefore limit: UInt64) async throws {
        try await write { database in
            let old = "SELECT id FROM probe_runs WHERE state != 'running' AND ended_at < ?"
            try database.execute(
                sql: "DELETE FROM probe_trials WHERE run IN (\(old))",
                arguments: [Int64(limit)]
            )
            // Trials of the watch belong to no run.
            try database.execute(
                sql: "DELETE FROM probe_trials WHERE run GLOB ? AND at < ? AND run NOT IN (SELECT id FROM probe_runs)",
                arguments: [WatchTrigger.prefix + "*", Int64(limit)]
            )
            try database.execute(
                sql: "DELETE FROM probe_runs WHERE state != 'running' AND ended_at < ?",
                arguments: [Int64(limit)]
            )
        }
    }
}
