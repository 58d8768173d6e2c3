import Console
import Domain
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
            throw ConsoleSources.Failure.notFound(WatchSource.unwatched(model, Set(entries.map(\.place.model))))
        }
        do {
            if let hindrance = try await watcher.hindrance(model) {
                throw ConsoleSources.Failure.refused(Self.words(hindrance, model))
            }
            guard let trigger = try await watcher.want(.person, model, policy: entry.policy) else {
                throw ConsoleSources.Failure.refused("The model `\(model)` is being looked at closely already.")
            }
            return .object(("run", .string(trigger.run)))
        } catch let error as StorageError {
            throw ConsoleSources.Failure.unavailable(error.message)
        }
    }

    private static func words(_ hindrance: Watcher.Hindrance, _ model: String) -> String {
        switch hindrance {
        case .paused(let until, let isWhole):
            let end = until.map { "until \(ClockText.rfc3339(unixMilliseconds: $0))" } ?? "until it is resumed"
            return
                "The model `\(model)` is not looked at: \(isWhole ? "the whole watch" : "its watch") is paused \(end). "
                + "`holdfast watch resume\(isWhole ? "" : " \(model)")` ends that."
        case .held(let recall):
            return
                "The model `\(model)` is not looked at: \(recall) holds it back. `holdfast recalls \(recall)` shows why, and "
                + "`holdfast certify \(model) --recall \(recall)` tries it all the same."
        }
    }
}
