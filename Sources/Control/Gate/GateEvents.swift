package import JSON

/// What the model answers with has changed, as it declares itself.
package struct FingerprintChange: Sendable, Equatable {
    /// As configured; private.
    package var model: String
    package var lineage: String
    /// SHA-256 of what it declared, hexadecimal; nil: nothing was known.
    package var from: String?
    package var to: String

    package init(model: String, lineage: String, from: String?, to: String) {
        self.model = model
        self.lineage = lineage
        self.from = from
        self.to = to
    }

    var publicFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = ["lineage": .string(lineage), "to": .string(to)]
        fields["from"] = from.map { .string($0) }
        return fields
    }

    var privateFields: [String: CanonicalValue] { ["model": .string(model)] }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        model = closed["model"]?.string ?? ""
        lineage = open["lineage"]?.string ?? ""
        from = open["from"]?.string
        to = open["to"]?.string ?? ""
    }
}

/// A certificate no longer says anything.
package struct CertificateVoiding: Sendable, Equatable {
    package var id: String
    package var by: Actor
    /// Private.
    package var reason: String

    package init(id: String, by: Actor, reason: String) {
        self.id = id
        self.by = by
        self.reason = reason
    }

    var publicFields: [String: CanonicalValue] { ["id": .string(id), "by": .string(by.description)] }
    var privateFields: [String: CanonicalValue] { ["reason": .string(reason)] }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        by = open["by"]?.string.flatMap { Actor($0) } ?? .server
        reason = closed["reason"]?.string ?? ""
    }
}

extension Certificate {
    var publicFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [
            "id": .string(id), "lineage": .string(lineage), "policy": .string(policy),
            "policy_hash": .string(policyHash),
            "outcome": .string(outcome.rawValue), "packs": .array(packs.map(\.canonical)),
            "by": .string(by.description),
            "expires_at": .integer(Int(clamping: expiresAt)),
        ]
        fields["fingerprint"] = fingerprint.map { .string($0) }
        fields["recall"] = recall.map { .string($0) }
        fields["findings"] = findings.isEmpty ? nil : .array(findings.map { .string($0) })
        return fields
    }

    var privateFields: [String: CanonicalValue] {
        ["model": .string(model), "upstream": .string(upstream), "seed": .string(seed), "run": .string(run)]
    }

    /// What cannot be read is refused: it lets nobody serve.
    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        self.init(
            id: open["id"]?.string ?? "",
            model: closed["model"]?.string ?? "",
            lineage: open["lineage"]?.string ?? "",
            upstream: closed["upstream"]?.string ?? "",
            policy: open["policy"]?.string ?? "",
            policyHash: open["policy_hash"]?.string ?? "",
            outcome: open["outcome"]?.string.flatMap(Outcome.init(rawValue:)) ?? .refused,
            packs: open["packs"]?.elements?.map(PackResult.init) ?? [],
            fingerprint: open["fingerprint"]?.string,
            findings: open["findings"]?.elements?.compactMap(\.string) ?? [],
            recall: open["recall"]?.string,
            seed: closed["seed"]?.string ?? "",
            run: closed["run"]?.string ?? "",
            by: open["by"]?.string.flatMap { Actor($0) } ?? .server,
            expiresAt: UInt64(max(0, open["expires_at"]?.integer ?? 0))
        )
    }
}

extension Certificate.PackResult {
    package var canonical: CanonicalValue {
        var fields: [String: CanonicalValue] = [
            "pack": .string(pack), "version": .integer(version), "hash": .string(hash),
            "detectors": .array(detectors.map { .string($0) }), "trials": .integer(trials), "hits": .integer(hits),
            "scored": .integer(scored), "unscored": .integer(unscored), "errors": .integer(errors),
            "ceiling": .integer(ceiling), "level": .integer(level), "least_scored": .integer(leastScored),
            "outcome": .string(outcome.rawValue), "reason": .string(reason),
        ]
        fields["rate"] = rate?.canonical
        fields["design_effect"] = designEffect.map { .integer($0) }
        fields["margin"] = margin?.canonical
        return .object(fields)
    }

    init(_ value: CanonicalValue) {
        self.init(
            pack: value["pack"]?.string ?? "",
            version: value["version"]?.integer ?? 0,
            hash: value["hash"]?.string ?? "",
            detectors: value["detectors"]?.elements?.compactMap(\.string) ?? [],
            trials: value["trials"]?.integer ?? 0,
            hits: value["hits"]?.integer ?? 0,
            scored: value["scored"]?.integer ?? 0,
            unscored: value["unscored"]?.integer ?? 0,
            errors: value["errors"]?.integer ?? 0,
            rate: Rate(value["rate"]),
            designEffect: value["design_effect"]?.integer,
            ceiling: value["ceiling"]?.integer ?? 0,
            level: value["level"]?.integer ?? 0,
            leastScored: value["least_scored"]?.integer ?? 0,
            outcome: value["outcome"]?.string.flatMap(Certificate.Outcome.init(rawValue:)) ?? .refused,
            reason: value["reason"]?.string ?? "",
            margin: value["margin"].map(Margin.init)
        )
    }
}

extension Certificate.PackResult.Margin {
    package var canonical: CanonicalValue {
        var fields: [String: CanonicalValue] = [
            "against": .string(against), "most": .integer(most), "pairs": .integer(pairs),
            "only_here": .integer(onlyHere), "only_there": .integer(onlyThere),
        ]
        fields["difference"] = difference?.canonical
        return .object(fields)
    }

    init(_ value: CanonicalValue) {
        self.init(
            against: value["against"]?.string ?? "",
            most: value["most"]?.integer ?? 0,
            pairs: value["pairs"]?.integer ?? 0,
            onlyHere: value["only_here"]?.integer ?? 0,
            onlyThere: value["only_there"]?.integer ?? 0,
            difference: Rate(value["difference"])
        )
    }
}

extension Finding {
    var publicFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [
            "id": .string(id), "lineage": .string(lineage), "pack": .string(pack),
            "pack_version": .integer(packVersion),
            "probes": .array(probes.map { .string($0) }), "rate": rate.canonical, "hits": .integer(hits),
            "severity": .string(severity), "tags": .array(tags.map { .string($0) }),
            "evidence": .array(evidence.map { .string($0) }), "cjs": cjs.canonical,
        ]
        fields["fingerprint"] = fingerprint.map { .string($0) }
        return fields
    }

    var privateFields: [String: CanonicalValue] { ["model": .string(model), "run": .string(run)] }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        func texts(_ key: String) -> [String] { open[key]?.elements?.compactMap(\.string) ?? [] }
        self.init(
            id: open["id"]?.string ?? "",
            model: closed["model"]?.string ?? "",
            lineage: open["lineage"]?.string ?? "",
            pack: open["pack"]?.string ?? "",
            packVersion: open["pack_version"]?.integer ?? 0,
            probes: texts("probes"),
            rate: Rate(open["rate"]) ?? Rate(point: 0, low: 0, high: 1_000_000, count: 0),
            hits: open["hits"]?.integer ?? 0,
            severity: open["severity"]?.string ?? "",
            tags: texts("tags"),
            evidence: texts("evidence"),
            cjs: CJS(open["cjs"]),
            fingerprint: open["fingerprint"]?.string,
            run: closed["run"]?.string ?? ""
        )
    }
}

extension Finding.CJS {
    /// Twice each axis; what is not assessed is absent.
    package var canonical: CanonicalValue {
        .object(
            [
                "capability_gain": capabilityGain, "breadth": breadth, "ease": ease, "discoverability": discoverability,
            ].compactMapValues { $0.map { .integer($0) } }
        )
    }

    init(_ value: CanonicalValue?) {
        self.init(
            capabilityGain: value?["capability_gain"]?.integer,
            breadth: value?["breadth"]?.integer,
            ease: value?["ease"]?.integer,
            discoverability: value?["discoverability"]?.integer
        )
    }
}
