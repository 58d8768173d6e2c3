package import Control
package import Settings

/// Paths that new settings would take out of a standing recall: the same model of the same provider, under another lineage or
/// another name. What lifts a recall is a person's step, not an editor's.
package enum ReopenedPaths {
    package struct Path: Sendable, Hashable {
        package var recall: String
        package var model: String
    }

    package static func find(
        from old: Settings,
        to new: Settings,
        recalls: some Sequence<Recall>
    ) -> [Path] {
        recalls.filter { $0.isStanding && !$0.order.isDrill }.sorted { $0.id < $1.id }.flatMap { recall in
            let closed = old.models.filter { recall.order.reach(to: $0, old) != nil }
            return new.models.filter { model in
                recall.order.reach(to: model, new) == nil
                    && closed.contains { $0.provider == model.provider && $0.id == model.id }
            }.map { Path(recall: recall.id, model: $0.name) }
        }
    }
}
