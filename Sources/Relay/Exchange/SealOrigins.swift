import Synchronization

/// Which model made the seals of reasoning that came by lately: a client sends them back with the conversation, and no
/// other model takes them.
///
/// In memory only, and bounded: what is forgotten is presumed, and a wrong presumption costs one refused attempt.
final class SealOrigins: Sendable {
    /// Half of these are dropped at once when there are twice as many: two dictionaries instead of a list of ages.
    private static let generation = 16_384

    /// By hash of the seal under the process's own seed: a seal is content, and content is not kept.
    private struct Memory {
        var young: [Int: String] = [:]
        var old: [Int: String] = [:]

        mutating func keep(_ model: String, for key: Int) {
            if young.count >= SealOrigins.generation {
                old = young
                young = [:]
            }
            young[key] = model
        }

        mutating func find(_ key: Int) -> String? {
            if let model = young[key] { return model }
            guard let model = old[key] else { return nil }
            // A conversation that goes on is not forgotten for its age.
            keep(model, for: key)
            return model
        }
    }

    private let memory = Mutex(Memory())

    func remember(_ seals: [String], of model: String) {
        guard !seals.isEmpty else { return }
        let keys = seals.map(\.hashValue)
        memory.withLock { memory in
            for key in keys { memory.keep(model, for: key) }
        }
    }

    /// The models in the order of their seals; nil where nobody remembers.
    func origins(of seals: [String]) -> [String?] {
        let keys = seals.map(\.hashValue)
        return memory.withLock { memory in keys.map { memory.find($0) } }
    }
}
