import Crypto
import Domain
package import JSON

extension Pack {
    /// Everything that a trial depends on, attacks with their versions included: a certificate names its hash, so two
    /// certificates with one hash were earned on the same probes. Comments and layout of the file do not count.
    package var canonical: CanonicalValue {
        var members: [String: CanonicalValue] = [
            "pack": .string(id),
            "version": .integer(version),
            "title": .string(title),
            "about": .string(about),
            "licence": .string(licence),
            "severity": .string(severity.rawValue),
            "languages": .strings(languages),
            "tags": .strings(tags),
            "trials": .integer(trials),
            "goal_sets": .array(goalSets.map(\.canonical)),
            "cells": .array(cells.map(\.canonical)),
        ]
        if let review { members["review"] = .string(review) }
        if let source { members["source"] = source.canonical }
        return .object(members)
    }

    /// SHA-256 of the canonical JSON (RFC 8785), 64 hexadecimal characters.
    package var hash: String { Hex.text(SHA256.hash(data: canonical.bytes)) }
}

extension GoalSet {
    fileprivate var canonical: CanonicalValue {
        .object([
            "id": .string(id),
            "title": .string(title),
            "secrets": .string(secrets.rawValue),
            "goals": .array(goals.map(\.canonical)),
        ])
    }
}

extension PackCell {
    fileprivate var canonical: CanonicalValue {
        .object([
            "goals": .string(goals),
            "attacks": .array(
                attacks.map { .object(["id": .string($0.id), "version": .integer($0.version)]) }
            ),
            "detector": detector?.canonical ?? .null,
        ])
    }
}

extension PackSource {
    fileprivate var canonical: CanonicalValue {
        .object([
            "file": .string(file),
            "sha256": .string(sha256),
            "origin": origin.map { .string($0) } ?? .null,
            "rows": .integer(rows),
            "kept": .integer(kept),
        ])
    }
}

extension Goal {
    fileprivate var canonical: CanonicalValue {
        .object([
            "id": .string(id),
            "language": .string(language),
            "domain": .string(domain),
            "severity": .string(severity.rawValue),
            "tags": .strings(tags),
            "system": system.map { .string($0) } ?? .null,
            "ask": .string(ask),
            "carrier": carrier?.canonical ?? .null,
            "tools": .array(tools.map(\.canonical)),
            "detector": detector.canonical,
        ])
    }
}

extension Goal.Carrier {
    fileprivate var canonical: CanonicalValue {
        .object(["place": .string(place.rawValue), "text": .string(text), "request": .string(request)])
    }
}

extension Tool {
    fileprivate var canonical: CanonicalValue {
        .object([
            "name": .string(name),
            "description": .string(description),
            "parameters": .string(parameters),
        ])
    }
}
