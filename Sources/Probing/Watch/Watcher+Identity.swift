import Control
import Domain
import Settings

/// Who a model is, once a day, whenever it calls itself otherwise, and again after it answered otherwise.
extension Watcher {
    /// How often each question is asked.
    private static let askings = 3

    func identify(_ place: WatchPlace) async throws {
        let state = try gate.refresh()
        let plan = try plan(state)
        guard let model = world.settings().models.first(where: { $0.name == place.model }), let entry = plan[place]
        else { return }
        let check = IdentityCheck(
            model: model.name,
            lineage: model.lineage.description,
            target: target(model, state),
            desk: gate,
            store: store,
            now: world.now
        )
        let (found, spent) = try await check.look(
            times: Self.askings,
            by: .server,
            .apart(first: try self.model(model.name).sight),
            within: try day(of: entry, plan).left(concurrency: 1)
        )
        let now = world.now()
        var (known, usage) = (try self.model(model.name), try usage(place))
        usage.add(spent, now: now)
        known.lookedAt = now
        if let found {
            known.names = found.seen.models.sorted()
            known.builds = found.seen.builds.sorted()
            if found.isOther { try raise(found, model, entry.policy) }
            let isNew = known.sees(found, now: now)
            if found.isOther || isNew {
                let trigger = WatchTrigger(.identity, policy: entry.policy, probes: [], at: now)
                _ = known.want(trigger, most: world.settings().watch.burstsPerDay)
            }
            try judgeIdentity(found, model, entry.policy)
        }
        try await keep(usage: (place, usage), model: (model.name, known), spent: spent)
    }
}
