import Console
import JSON
import Probing
import Storage

/// The watch over the operator API.
struct WatchAPI: Sendable {
    let parts: ServerParts

    /// - Parameter query: `curves=true` for the points of each stream.
    func status(_ query: ConsoleSources.Query) async throws -> JSONValue {
        WatchView.json(try await parts.watch.watcher.status(), curves: query["curves"] == "true")
    }

    /// Looks closely at one model, or at those of all places where none is named.
    func look(_ body: [UInt8]) async throws -> JSONValue {
        let document = try CommandDocument(body, known: ["model"])
        guard let model = try document.text("model"), !model.isEmpty else { throw document.wrong("model", "named") }
        let watcher = parts.watch.watcher
        let entries = try await watcher.plan().entries
        guard let entry = entries.first(where: { $0.place.model == model }) else {
            let watched = Set(entries.map(\.place.model)).sorted().joined(separator: ", ")
            throw ConsoleSources.Failure.notFound(
                "The model `\(model.prefix(64))` is not watched. "
                    + (watched.isEmpty
                        ? "Give a route `watch:` beside its `require:` in the settings." : "There are: \(watched).")
            )
        }
        do {
            guard let trigger = try await watcher.want(.person, model, policy: entry.policy) else {
                throw ConsoleSources.Failure.refused("The model `\(model)` is being looked at closely already.")
            }
            return .object(("run", .string(trigger.run)))
        } catch let error as StorageError {
            throw ConsoleSources.Failure.unavailable(error.message)
        }
    }
}
