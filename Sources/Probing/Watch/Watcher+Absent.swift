import JSON
import Settings

/// What is known of models that are gone from the settings: kept for a while, for who is taken out today may be back tomorrow.
extension Watcher {
    /// Milliseconds.
    private static let memory: UInt64 = 30 * 86_400_000
    /// Between two looks at the table, milliseconds.
    private static let pause: UInt64 = 3_600_000

    func forgetAbsent() async throws {
        let now = world.now()
        if let last = lookedForAbsentAt, now >= last, now < last + Self.pause { return }
        lookedForAbsentAt = now
        let configured = Set(world.settings().models.map(\.name))
        let known = try absent()
        var since: [String: UInt64] = [:]
        // Of a clock that was ahead it begins anew.
        for model in try store.watchedModels().subtracting(configured) { since[model] = min(known[model] ?? now, now) }
        let old = Set(since.filter { now >= $0.value + Self.memory }.keys)
        for model in old { since[model] = nil }
        guard since != known else { return }
        try await store.forget(old, absent: Self.text(since))
        forget(old)
    }

    private func absent() throws -> [String: UInt64] {
        guard let value = try store.watched(.absent).flatMap({ try? JSONValue(parsing: Array($0.utf8)) }) else {
            return [:]
        }
        var since: [String: UInt64] = [:]
        for pair in value.elements ?? [] {
            guard let pair = pair.elements, pair.count == 2, let model = pair[0].string,
                let at = pair[1].string.flatMap({ UInt64($0) })
            else { continue }
            since[model] = at
        }
        return since
    }

    private static func text(_ since: [String: UInt64]) -> String {
        let value = JSONValue.array(
            since.sorted { $0.key < $1.key }.map { .array([.string($0.key), .string(String($0.value))]) }
        )
        return String(decoding: value.bytes, as: UTF8.self)
    }
}
