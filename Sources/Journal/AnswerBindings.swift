import Dispatch
package import GRDB
import Synchronization

/// What made an answer: a follow-up that names the answer must go to the same model with the same credential.
package struct AnswerBinding: Sendable, Equatable {
    package var answerID: String
    package var model: String
    package var provider: String
    package var credential: Int
    package var lineage: String

    package init(answerID: String, model: String, provider: String, credential: Int, lineage: String) {
        self.answerID = answerID
        self.model = model
        self.provider = provider
        self.credential = credential
        self.lineage = lineage
    }
}

/// Finds bindings: the newest in memory, for a follow-up may come before the journal's next flush; the rest on disk.
package final class AnswerBindings: Sendable {
    package enum Found: Sendable, Equatable {
        case known(AnswerBinding)
        /// Not in memory: ask the disk with `load`.
        case onDisk
    }

    /// Half of these are dropped at once when there are twice as many: two dictionaries instead of a list of ages.
    private static let generation = 8_192

    private struct Memory {
        var young: [String: AnswerBinding] = [:]
        var old: [String: AnswerBinding] = [:]
    }

    private let memory = Mutex(Memory())
    private let database: DatabaseQueue

    package init(_ database: DatabaseQueue) {
        self.database = database
    }

    package func remember(_ binding: AnswerBinding) {
        memory.withLock { memory in
            if memory.young.count >= Self.generation {
                memory.old = memory.young
                memory.young = [:]
            }
            memory.young[binding.answerID] = binding
        }
    }

    package func lookup(_ answerID: String) -> Found {
        let binding = memory.withLock { $0.young[answerID] ?? $0.old[answerID] }
        return binding.map { .known($0) } ?? .onDisk
    }

    /// Calls `completion` once, on another thread; nil when no journal knows the answer.
    package func load(_ answerID: String, completion: @escaping @Sendable (AnswerBinding?) -> Void) {
        DispatchQueue.global().async { [database] in
            let binding = try? database.read { database in
                try Row.fetchOne(
                    database,
                    sql: "SELECT model, provider, credential, lineage FROM answers WHERE answer_id = ?",
                    arguments: [answerID]
                ).map { row in
                    AnswerBinding(
                        answerID: answerID,
                        model: row["model"],
                        provider: row["provider"],
                        credential: row["credential"],
                        lineage: row["lineage"]
                    )
                }
            }
            completion(binding ?? nil)
        }
    }
}
