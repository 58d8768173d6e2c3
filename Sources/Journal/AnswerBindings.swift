import Dispatch
package import GRDB
import Synchronization

/// What made an answer: a follow-up that names the answer must go to the same model with the same credential.
///
/// It is its tenant's alone: whoever else names the answer asks for one that nobody knows.
package struct AnswerBinding: Sendable, Equatable {
    package var answerID: String
    /// nil: made while no key was needed.
    package var tenant: String?
    package var model: String
    package var provider: String
    package var credential: Int
    package var lineage: String

    package init(
        answerID: String,
        tenant: String?,
        model: String,
        provider: String,
        credential: Int,
        lineage: String
    ) {
        self.answerID = answerID
        self.tenant = tenant
        self.model = model
        self.provider = provider
        self.credential = credential
        self.lineage = lineage
    }

    /// No model has the whole of the answer: one began it and another one finished it.
    package static func toNobody(_ answerID: String, tenant: String?) -> AnswerBinding {
        AnswerBinding(answerID: answerID, tenant: tenant, model: "", provider: "", credential: 0, lineage: "")
    }

    package var isToNobody: Bool { model.isEmpty }
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

    private struct Name: Hashable {
        var answerID: String
        var tenant: String?
    }

    private struct Memory {
        var young: [Name: AnswerBinding] = [:]
        var old: [Name: AnswerBinding] = [:]
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
            memory.young[Name(answerID: binding.answerID, tenant: binding.tenant)] = binding
        }
    }

    package func lookup(_ answerID: String, tenant: String?) -> Found {
        let name = Name(answerID: answerID, tenant: tenant)
        let binding = memory.withLock { $0.young[name] ?? $0.old[name] }
        return binding.map { .known($0) } ?? .onDisk
    }

    /// Calls `completion` once, on another thread; nil when the journal knows no such answer of the tenant.
    package func load(
        _ answerID: String,
        tenant: String?,
        completion: @escaping @Sendable (AnswerBinding?) -> Void
    ) {
        DispatchQueue.global().async { [database] in
            let binding = try? database.read { database in
                try Row.fetchOne(
                    database,
                    sql: """
                        SELECT model, provider, credential, lineage FROM answers
                        WHERE answer_id = ? AND tenant IS ?
                        """,
                    arguments: [answerID, tenant]
                ).map { row in
                    AnswerBinding(
                        answerID: answerID,
                        tenant: tenant,
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
