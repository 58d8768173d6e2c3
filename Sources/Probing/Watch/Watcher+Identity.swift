import Control
import Domain
import Settings

/// Who a model is, once a day and whenever it calls itself otherwise.
extension Watcher {
    /// How often each question is asked.
    private static let askings = 3

    func identify(_ place: WatchPlace) async throws {
        let state = try gate.refresh()
        guard let model = world.settings().models.first(where: { $0.name == place.model }),
            let policy = try plan(state)[place]?.policy
        else { return }
        let check = IdentityCheck(
            model: model.name,
            lineage: model.lineage.description,
            target: target(model, state),
            desk: gate,
            store: store,
            now: world.now
        )
        let found = try await check.look(times: Self.askings, by: .server)
        var known = try self.model(model.name)
        known.lookedAt = world.now()
        guard let found else { return try await keep(model: (model.name, known)) }
        known.names = found.seen.models.sorted()
        known.builds = found.seen.builds.sorted()
        if found.isOther {
            try raise(found, model, policy)
            let trigger = WatchTrigger(.identity, policy: policy, probes: [], at: world.now())
            _ = known.want(trigger, most: world.settings().watch.burstsPerDay)
        }
        try await keep(model: (model.name, known))
    }
}
