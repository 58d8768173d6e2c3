import Domain
import GRDB

/// What the watch knows, in `records.sqlite`: texts by key, written together with the trials that they speak of.
extension ProbeStore {
    package enum WatchKey: Sendable, Hashable {
        case seed
        case stream(WatchStream.Name)
        case place(WatchPlace)
        case model(String)
        case live(String)
        /// Since when models are gone from the settings.
        case absent

        /// Names of settings hold no control characters.
        var text: String {
            switch self {
            case .seed: "seed"
            case .stream(let name): "stream\u{1f}\(name.model)\u{1f}\(name.policy)\u{1f}\(name.pack)"
            case .place(let place): "place\u{1f}\(place.route)\u{1f}\(place.model)"
            case .model(let name): "model\u{1f}\(name)"
            case .live(let name): "live\u{1f}\(name)"
            case .absent: "absent"
            }
        }

        /// The model that a text as above is about; nil: none.
        static func model(in text: String) -> String? {
            let parts = text.split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init)
            return switch parts.first {
            case "stream" where parts.count == 4, "model" where parts.count == 2, "live" where parts.count == 2:
                parts[1]
            case "place" where parts.count == 3: parts[2]
            default: nil
            }
        }
    }

    /// nil: there is none.
    package func watched(_ key: WatchKey) throws -> String? {
        try database.read { database in
            try String.fetchOne(database, sql: "SELECT value FROM watch WHERE key = ?", arguments: [key.text])
        }
    }

    /// Keeps a trial and what is known after it, both or neither; so a trial counts once, whenever the process dies.
    ///
    /// - Parameters:
    ///   - outcome: with the run that it is kept under; nil: nothing was tried.
    ///   - spent: what is charged to the day beside it.
    package func keep(
        _ outcome: (Trial.Outcome, run: String)?,
        _ states: [(WatchKey, String)],
        spent: Spent = Spent(),
        now: UInt64
    ) async throws {
        try await write { database in
            try Self.charge(spent, now, database)
            if let (outcome, run) = outcome { try Self.keep([outcome], of: run, now, database) }
            for (key, value) in states {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO watch (key, value) VALUES (?, ?)",
                    arguments: [key.text, value]
                )
            }
        }
    }

    /// Models that something is known of.
    func watchedModels() throws -> Set<String> {
        try database.read { database in
            Set(try String.fetchAll(database, sql: "SELECT key FROM watch").compactMap { WatchKey.model(in: $0) })
        }
    }

    /// Drops all that is known of some models, and keeps what is said of the others that are gone: both or neither.
    func forget(_ models: Set<String>, absent: String) async throws {
        try await write { database in
            let keys = try String.fetchAll(database, sql: "SELECT key FROM watch")
            for key in keys where WatchKey.model(in: key).map(models.contains) ?? false {
                try database.execute(sql: "DELETE FROM watch WHERE key = ?", arguments: [key])
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO watch (key, value) VALUES (?, ?)",
                arguments: [WatchKey.absent.text, absent]
            )
        }
    }

    /// The first number that no trial of a run has.
    func nextNumber(of run: String) throws -> Int {
        try database.read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT max(number) + 1 FROM probe_trials WHERE run = ?",
                arguments: [run]
            ) ?? 0
        }
    }

    /// Of the runs whose ids begin with one and a dot.
    func spent(under run: String) throws -> Spent {
        try database.read { database in
            var spent = Spent()
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT input_tokens + output_tokens AS tokens, cost FROM probe_trials WHERE run GLOB ?",
                arguments: [run + ".*"]
            )
            while let row = try rows.next() {
                spent.tokens += row["tokens"]
                if let cost = (row["cost"] as String?).flatMap({ Money(decimal: $0) }) {
                    spent.money = spent.money + cost
                }
            }
            return spent
        }
    }

    /// What the draws of this installation begin with: made at the first call, and nobody else's.
    package func watchSeed() async throws -> UInt64 {
        if let text = try watched(.seed), let seed = UInt64(text) { return seed }
        let seed = UInt64.random(in: .min ... .max)
        try await keep(nil, [(.seed, String(seed))], now: 0)
        return seed
    }
}
