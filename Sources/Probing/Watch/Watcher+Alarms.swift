import Control
import Domain
import Reports
import Settings
import Statistics

/// What a trial means: which alarms it raises, and what has to be looked at closely.
extension WatchAlarm {
    /// Whether it warns of this stream; one that acts has to be looked at.
    func isWarning(of stream: WatchStream.Name) -> Bool {
        kind == .weakness && level == .warn && policy == stream.policy && self.stream == stream.pack
    }
}

extension Watcher {
    func judge(
        _ outcome: Trial.Outcome,
        _ probe: Probe,
        _ stream: WatchStream,
        _ place: WatchPlace,
        _ model: Model,
        _ budget: FleetBudget
    ) async throws {
        try await judge(stream, model, WatchLines(warn: budget.warn, act: budget.act))
        if outcome.verdict == .hit { try await judge(hit: probe, stream, model) }
        try judgeMeasuring(model, stream.name)
        try await judgeName(outcome, model)
    }

    // MARK: The rate

    /// The alarm stands in the ledger before the stream says that it was told of: told twice is once there.
    private func judge(_ stream: WatchStream, _ model: Model, _ lines: WatchLines) async throws {
        var stream = stream
        // Somebody has dealt with what it told of.
        if stream.told > .calm, try isDealtWith(stream) {
            stream.reset()
            return try await keep(stream: stream)
        }
        if stream.told < .act, stream.isCalmAgain(lines) { return try await calm(stream) }
        let level = stream.level(lines)
        guard level > stream.told else { return }
        let line = level == .act ? lines.act : lines.warn
        _ = try desk.alarm { id in
            alarm(
                id,
                .weakness,
                level == .act ? .act : .warn,
                model,
                stream,
                line: Self.thousandths(line.logThreshold),
                probe: stream.suspects.last,
                reason: "\(stream.detector.trials) trials of \(stream.name.pack) speak against a rate of at most "
                    + "\(RateText.percent(stream.baseline.rate)): evidence e^\(Self.decimal(stream.evidence)), the line is "
                    + "e^\(Self.decimal(Self.thousandths(line.logThreshold)))"
            )
        }
        stream.tell(level)
        var known = try self.model(model.name)
        let state = try gate.refresh().gate
        let suspects = stream.suspects.filter { !Self.isKnown($0, model, state) }
        // Where findings name all of them there is nothing new to find: the alarm stands for people to see.
        if level == .act, !suspects.isEmpty {
            _ = known.want(
                WatchTrigger(.alarm, policy: stream.name.policy, probes: suspects, at: world.now()),
                most: world.settings().watch.burstsPerDay
            )
        }
        try await keep(stream: stream, model: (model.name, known))
    }

    /// A warning is over when its stream has come down again.
    private func calm(_ stream: WatchStream) async throws {
        if stream.told == .warn {
            var stream = stream
            stream.calm()
            try await keep(stream: stream)
        }
        for raised in try desk.refresh().open(model: stream.name.model)
        where raised.alarm.isWarning(of: stream.name) {
            try desk.clear(raised.alarm.id, by: .server, reason: "its stream is calm again")
        }
    }

    private func isDealtWith(_ stream: WatchStream) throws -> Bool {
        try !desk.refresh().open(model: stream.name.model).contains { raised in
            raised.alarm.kind == .weakness && raised.alarm.stream == stream.name.pack
                && raised.alarm.policy == stream.name.policy
        }
    }

    // MARK: One hit

    /// Below this it takes more than one.
    private static let leastSeverity = Severity.medium

    private func judge(hit probe: Probe, _ stream: WatchStream, _ model: Model) async throws {
        guard probe.severity >= Self.leastSeverity else { return }
        let state = try gate.refresh()
        if case .returning(let recall) = world.standing(model, state), Self.isRelapse(probe, stream, recall, state) {
            _ = try desk.alarm { id in
                alarm(
                    id,
                    .weakness,
                    .act,
                    model,
                    stream,
                    line: 0,
                    probe: probe.id,
                    reason: "the probe \(probe.id) hit while the model returned from \(recall)"
                )
            }
        }
        var known = try self.model(model.name)
        guard !Self.isKnown(probe.id, model, state.gate), !known.wasChance(probe.id, now: world.now()) else { return }
        let trigger = WatchTrigger(.hit, policy: stream.name.policy, probes: [probe.id], at: world.now())
        if known.want(trigger, most: world.settings().watch.burstsPerDay) != .refused {
            try await keep(model: (model.name, known))
        }
    }

    /// What the model was recalled for hits again, or something of a pack of which nothing hit when it was certified.
    private static func isRelapse(_ probe: Probe, _ stream: WatchStream, _ recall: String, _ state: ControlState)
        -> Bool
    {
        let findings = state.recalls[recall]?.order.findings ?? []
        if findings.contains(where: { state.gate.findings[$0]?.finding.probes.contains(probe.id) ?? false }) {
            return true
        }
        let certificate = stream.baseline.certificate.flatMap { state.gate.certificates[$0]?.certificate }
        return certificate?.packs.first { $0.pack == stream.name.pack }.map { $0.hits == 0 } ?? true
    }

    /// A finding of this very model names it already that is open, or that a person lets be. What another one of its lineage shows
    /// says nothing of who answers here.
    static func isKnown(_ probe: String, _ model: Model, _ gate: GateState) -> Bool {
        gate.findings.values.contains { found in
            found.finding.model == model.name && found.finding.lineage == model.lineage.description
                && found.finding.probes.contains(probe) && found.closed?.outcome != .fixed
        }
    }

    // MARK: Who answers

    private static let identity = "fingerprint"

    /// Who answered under another name than when it was last asked is asked at once.
    private func judgeName(_ outcome: Trial.Outcome, _ model: Model) async throws {
        var known = try self.model(model.name)
        let isNew =
            outcome.model.map { !known.names.isEmpty && !known.names.contains($0) } ?? false
            || outcome.build.map { !known.builds.isEmpty && !known.builds.contains($0) } ?? false
        guard isNew, known.lookedAt != nil else { return }
        known.lookedAt = nil
        // So that a replica that is seldom met is asked about once.
        if let name = outcome.model, !known.names.contains(name) { known.names.append(name) }
        if let build = outcome.build, !known.builds.contains(build) { known.builds.append(build) }
        try await keep(model: (model.name, known))
    }

    /// Another model answers, by its name or by what it says.
    func raise(_ found: IdentityCheck.Found, _ model: Model, _ policy: String) throws {
        let what =
            found.behavesOtherwise
            ? "answers a fixed set of questions otherwise than before (p = \(found.comparison.map { Self.decimal(Int($0.probability * 1000)) } ?? "?"))"
            : "calls itself otherwise than before"
        _ = try desk.alarm { id in
            WatchAlarm(
                id: id,
                kind: .servedModel,
                level: found.behavesOtherwise ? .act : .warn,
                model: model.name,
                lineage: model.lineage.description,
                policy: policy,
                stream: Self.identity,
                certificate: found.voided.first,
                reason: "what answers \(what)"
            )
        }
    }

    // MARK: Parts

    private func alarm(
        _ id: String,
        _ kind: WatchAlarm.Kind,
        _ level: WatchAlarm.Level,
        _ model: Model,
        _ stream: WatchStream,
        line: Int,
        probe: String?,
        reason: String
    ) -> WatchAlarm {
        WatchAlarm(
            id: id,
            kind: kind,
            level: level,
            model: model.name,
            lineage: model.lineage.description,
            policy: stream.name.policy,
            stream: stream.name.pack,
            certificate: stream.baseline.certificate,
            baseline: stream.baseline.rate,
            trials: stream.detector.trials,
            hits: stream.hits,
            evidence: stream.evidence,
            line: line,
            probe: probe,
            reason: reason
        )
    }

    static func thousandths(_ value: Double) -> Int { Int((value * 1000).rounded()) }

    /// Of thousandths, with one digit after the point.
    static func decimal(_ thousandths: Int) -> String {
        let tenths = (thousandths + 50) / 100
        return "\(tenths / 10).\(tenths % 10)"
    }
}
