import Control
import Domain
import Reports
import Settings
import Statistics

/// What callers' own traffic says of the models.
extension Watcher {
    /// Observations of one model a day that count at most: what the promise about false alarms is worked out from.
    package static let livePerDay = 10_000
    /// Between two that count, milliseconds. Which ones count does not depend on what they show.
    package static let liveInterval = UInt64(86_400_000 / livePerDay)

    /// Models that are watched.
    package func watchedModels() throws -> Set<String> { Set(try plan().entries.map(\.place.model)) }

    /// - Parameter names: as models called themselves, whether or not those answers count.
    package func hear(_ answers: [LiveAnswer], names: [String: Set<String>] = [:]) async throws {
        for (model, heard) in names where heard.contains(where: { isNew($0, model) }) { try await askWhoItIs(model) }
        guard !answers.isEmpty else { return }
        let plan = try plan()
        guard let lines = plan.liveLines else { return }
        let settings = world.settings()
        for (name, heard) in Dictionary(grouping: answers, by: \.model) {
            guard let entry = plan.entries.first(where: { $0.place.model == name }),
                let model = settings.models.first(where: { $0.name == name })
            else { continue }
            try settle(name, entry.certificate)
            var streams = try live(name, entry.certificate)
            for answer in heard {
                for change in streams.add(answer, lines) { try raise(change, streams, model, entry, lines) }
            }
            try await keep(live: (name, streams))
        }
    }

    /// What was said against an older certificate is over with it: what is usual is learnt anew.
    private func settle(_ model: String, _ certificate: String?) throws {
        for raised in try desk.refresh().open(model: model)
        where raised.alarm.kind == .service && raised.alarm.certificate != certificate {
            try desk.clear(raised.alarm.id, by: .server, reason: "its certificate is another one now")
        }
    }

    private func isNew(_ reported: String, _ model: String) -> Bool {
        guard let known = try? self.model(model), !known.names.isEmpty else { return false }
        return !known.names.contains(reported)
    }

    private func askWhoItIs(_ name: String) async throws {
        var known = try model(name)
        guard known.lookedAt != nil else { return }
        known.lookedAt = nil
        try await keep(model: (name, known))
    }

    private func raise(
        _ change: LiveStreams.Change,
        _ streams: LiveStreams,
        _ model: Model,
        _ entry: WatchPlan.Entry,
        _ lines: WatchLines
    ) throws {
        switch change {
        case .calm(let kind):
            for raised in try desk.refresh().open(model: model.name) where raised.alarm.stream == kind.stream {
                try desk.clear(raised.alarm.id, by: .server, reason: "it is as usual again")
            }
        case .level(let kind, let level, let judged):
            guard let detector = streams.streams[kind]?.detector else { return }
            let line = Self.thousandths(level == .act ? lines.act.logThreshold : lines.warn.logThreshold)
            let baseline = Int((detector.baseline * 1_000_000).rounded(.up))
            _ = try desk.alarm { id in
                WatchAlarm(
                    id: id,
                    kind: .service,
                    level: level == .act ? .act : .warn,
                    model: model.name,
                    lineage: model.lineage.description,
                    policy: entry.policy,
                    stream: kind.stream,
                    certificate: streams.certificate,
                    baseline: baseline,
                    trials: judged.trials,
                    hits: judged.hits,
                    evidence: judged.evidence,
                    line: line,
                    reason:
                        "callers' traffic shows more \(kind.words) than the \(RateText.percent(baseline)) that were usual"
                )
            }
        }
    }
}

extension LiveStreams.Kind {
    package var words: String {
        switch self {
        case .errors: "failures"
        case .refusals: "refusals"
        case .truncation: "cut answers"
        case .latency: "slow answers"
        }
    }
}
