import Control
import Domain
import Settings

/// Whether anything can be measured at all: alarms of their own, from which nothing follows for the model.
extension Watcher {
    /// What is broken; alarms name it as their stream.
    enum Trouble: String {
        /// Too few of a pack's newest trials were scored; behind it a colon and the pack.
        case scoring
        /// A close look could not be made.
        case look = "burst"
        /// It cannot be told who answers.
        case identity
        /// A pack cannot be read.
        case packs
        /// A detector misjudged what was put before it.
        case controls

        func of(_ pack: String) -> String { "\(rawValue):\(pack)" }

        /// nil: the stream is not of this trouble with a pack.
        func pack(of stream: String) -> String? {
            stream.hasPrefix("\(rawValue):") ? String(stream.dropFirst(rawValue.count + 1)) : nil
        }
    }

    func judgeMeasuring(_ model: Model, _ stream: WatchStream.Name) throws {
        let known = try self.model(model.name)
        switch known.measuring(stream.pack) {
        case .unknown: return
        case .works:
            // One that names no pack was raised by an older release.
            let over = [Trouble.scoring.of(stream.pack), Trouble.scoring.rawValue, Trouble.look.rawValue]
            for raised in try desk.refresh().open(model: model.name)
            where raised.alarm.kind == .measurement && over.contains(raised.alarm.stream) {
                try desk.clear(raised.alarm.id, by: .server, reason: "trials are scored again")
            }
        case .broken:
            let recent = known.recent[stream.pack] ?? []
            try raise(
                broken: .scoring,
                of: stream.pack,
                model,
                stream.policy,
                "of the newest \(recent.count) trials of \(stream.pack) \(recent.count { $0 }) could be scored: nothing is known of it now"
            )
        }
    }

    /// What is no longer tried need not be measured.
    func settleMeasuring(_ entry: WatchPlan.Entry, _ plan: WatchPlan, _ state: ControlState) async throws {
        let model = entry.place.model
        let streams = plan.entries.filter { $0.place.model == model }.flatMap(\.streams.keys)
        let isOver = { (raised: WatchState.Raised) in
            guard raised.alarm.kind == .measurement, raised.alarm.policy == entry.policy,
                let pack = Trouble.scoring.pack(of: raised.alarm.stream)
            else { return false }
            return !entry.unreadable.contains(pack)
                && !streams.contains { $0.pack == pack && $0.policy == entry.policy }
        }
        if state.watch.open(model: model).contains(where: isOver) {
            // Another place of the same model may have said so already.
            for raised in try desk.refresh().open(model: model) where isOver(raised) {
                try desk.clear(raised.alarm.id, by: .server, reason: "its pack is no longer tried")
            }
        }
        var known = try self.model(model)
        let packs = Set(streams.map(\.pack) + plan.entries.filter { $0.place.model == model }.flatMap(\.unreadable))
        if known.forget(allBut: packs) { try await keep(model: (model, known)) }
    }

    /// Answers that are none say nothing of who gives them.
    func judgeIdentity(_ found: IdentityCheck.Found, _ model: Model, _ policy: String) throws {
        guard !found.cannotBeTold else {
            let known = found.comparison?.questions ?? 0
            return try raise(
                broken: .identity,
                model,
                policy,
                "it cannot be told whether the same model answers: only \(known) of the fixed questions were answered as such"
            )
        }
        for raised in try desk.refresh().open(model: model.name)
        where raised.alarm.kind == .measurement && raised.alarm.stream == Trouble.identity.rawValue {
            try desk.clear(raised.alarm.id, by: .server, reason: "the fixed questions are answered again")
        }
    }

    /// What is to be measured with is not there, or is there again.
    func judgePacks(_ entry: WatchPlan.Entry, _ state: ControlState) throws {
        let open = state.watch.open(model: entry.place.model).filter {
            $0.alarm.stream == Trouble.packs.rawValue && $0.alarm.policy == entry.policy
        }
        guard !entry.unreadable.isEmpty else {
            for raised in open { try desk.clear(raised.alarm.id, by: .server, reason: "all packs can be read") }
            return
        }
        guard open.isEmpty, let model = world.settings().models.first(where: { $0.name == entry.place.model }) else {
            return
        }
        let names = entry.unreadable.sorted().joined(separator: ", ")
        try raise(
            broken: .packs,
            model,
            entry.policy,
            "nothing is tried of what cannot be read: \(names). `holdfast pack list` shows the packs that there are"
        )
    }

    /// A detector that does not see what is put before it, or sees what is not there, measures nothing.
    func raise(control probe: Probe, _ model: Model, _ policy: String) throws {
        try raise(
            broken: .controls,
            model,
            policy,
            "an answer made up of what the probe \(probe.id) looks for was not judged right: its trials say nothing"
        )
    }

    /// Nothing follows from it for the model, for nothing is known.
    ///
    /// - Parameter pack: nil: it is not about one.
    func raise(
        broken trouble: Trouble,
        of pack: String? = nil,
        _ model: Model,
        _ policy: String,
        _ reason: String
    ) throws {
        _ = try desk.alarm { id in
            WatchAlarm(
                id: id,
                kind: .measurement,
                level: .warn,
                model: model.name,
                lineage: model.lineage.description,
                policy: policy,
                stream: pack.map(trouble.of) ?? trouble.rawValue,
                reason: reason
            )
        }
    }

}
