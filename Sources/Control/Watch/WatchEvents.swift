import JSON

extension WatchAlarm {
    var publicFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [
            "id": .string(id), "kind": .string(kind.rawValue), "level": .string(level.rawValue),
            "lineage": .string(lineage), "policy": .string(policy), "stream": .string(stream),
            "trials": .integer(trials), "hits": .integer(hits), "evidence": .integer(evidence),
            "line": .integer(line), "reason": .string(reason),
        ]
        fields["certificate"] = certificate.map { .string($0) }
        fields["baseline"] = baseline.map { .integer($0) }
        fields["probe"] = probe.map { .string($0) }
        return fields
    }

    var privateFields: [String: CanonicalValue] { ["model": .string(model)] }

    /// What cannot be read keeps nothing from serving: it says that the watch could not tell.
    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        self.init(
            id: open["id"]?.string ?? "",
            kind: open["kind"]?.string.flatMap(Kind.init(rawValue:)) ?? .measurement,
            level: open["level"]?.string.flatMap(Level.init(rawValue:)) ?? .warn,
            model: closed["model"]?.string ?? "",
            lineage: open["lineage"]?.string ?? "",
            policy: open["policy"]?.string ?? "",
            stream: open["stream"]?.string ?? "",
            certificate: open["certificate"]?.string,
            baseline: open["baseline"]?.integer,
            trials: open["trials"]?.integer ?? 0,
            hits: open["hits"]?.integer ?? 0,
            evidence: open["evidence"]?.integer ?? 0,
            line: open["line"]?.integer ?? 0,
            probe: open["probe"]?.string,
            reason: open["reason"]?.string ?? ""
        )
    }
}

/// An alarm is over.
package struct WatchClearing: Sendable, Equatable {
    package var id: String
    /// The server, where the stream itself shows it; of a weakness a person, or what a recall came to.
    package var by: Actor
    /// Private.
    package var reason: String

    package init(id: String, by: Actor, reason: String) {
        self.id = id
        self.by = by
        self.reason = reason
    }

    var publicFields: [String: CanonicalValue] { ["id": .string(id), "by": .string(by.description)] }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        by = Actor(open["by"])
        reason = closed["reason"]?.string ?? ""
    }
}

/// The watch makes no trials of its own, of one model or at all, until somebody says otherwise or a time has come.
package struct WatchPausing: Sendable, Equatable {
    /// As configured; private. nil: the whole watch. Empty: it was erased, and then it pauses nothing.
    package var model: String?
    /// Unix milliseconds; nil: until it is resumed.
    package var until: UInt64?
    package var by: Actor
    /// Private.
    package var reason: String

    package init(model: String?, until: UInt64? = nil, by: Actor, reason: String) {
        self.model = model
        self.until = until
        self.by = by
        self.reason = reason
    }

    var publicFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = ["whole": .bool(model == nil), "by": .string(by.description)]
        fields["until"] = until.map { .integer(Int(clamping: $0)) }
        return fields
    }

    var privateFields: [String: CanonicalValue] { WatchScope.privateFields(model, reason) }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        model = WatchScope.model(open, closed)
        until = open["until"]?.integer.map { UInt64(max(0, $0)) }
        by = Actor(open["by"])
        reason = closed["reason"]?.string ?? ""
    }
}

/// The end of a pause: that of the whole watch, or of one model. Neither ends the other.
package struct WatchResuming: Sendable, Equatable {
    /// As configured; private. nil: the whole watch. Empty: it was erased.
    package var model: String?
    package var by: Actor
    /// Private.
    package var reason: String

    package init(model: String?, by: Actor, reason: String) {
        self.model = model
        self.by = by
        self.reason = reason
    }

    var publicFields: [String: CanonicalValue] { ["whole": .bool(model == nil), "by": .string(by.description)] }
    var privateFields: [String: CanonicalValue] { WatchScope.privateFields(model, reason) }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        model = WatchScope.model(open, closed)
        by = Actor(open["by"])
        reason = closed["reason"]?.string ?? ""
    }
}

/// What pauses and their ends speak of. That it is the whole is public, so that an erased name does not turn into it.
enum WatchScope {
    static func subject(_ model: String?) -> String { model.map { "watch:\($0)" } ?? "watch" }

    fileprivate static func privateFields(_ model: String?, _ reason: String) -> [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = ["reason": .string(reason)]
        fields["model"] = model.map { .string($0) }
        return fields
    }

    fileprivate static func model(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) -> String? {
        open["whole"]?.bool == true ? nil : closed["model"]?.string ?? ""
    }
}

extension Actor {
    fileprivate init(_ value: CanonicalValue?) { self = value?.string.flatMap { Actor($0) } ?? .server }
}
