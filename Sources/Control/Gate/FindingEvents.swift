import JSON

/// A person says how grave a finding is, as far as the numbers cannot.
package struct FindingAssessment: Sendable, Equatable {
    package var id: String
    /// What is absent stays as it was.
    package var cjs: Finding.CJS
    package var by: Actor
    /// Private.
    package var reason: String

    package init(id: String, cjs: Finding.CJS, by: Actor, reason: String) {
        self.id = id
        self.cjs = cjs
        self.by = by
        self.reason = reason
    }

    var publicFields: [String: CanonicalValue] {
        ["id": .string(id), "cjs": cjs.canonical, "by": .string(by.description)]
    }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        cjs = Finding.CJS(open["cjs"])
        by = open["by"]?.string.flatMap { Actor($0) } ?? .server
        reason = closed["reason"]?.string ?? ""
    }
}

/// A person says that nothing is left to do about a finding.
package struct FindingClosing: Sendable, Equatable {
    package enum Outcome: String, Sendable, Codable, CaseIterable {
        case fixed, accepted
        case falsePositive = "false_positive"
    }

    package var id: String
    package var outcome: Outcome
    package var by: Actor
    /// Private.
    package var reason: String

    package init(id: String, outcome: Outcome, by: Actor, reason: String) {
        self.id = id
        self.outcome = outcome
        self.by = by
        self.reason = reason
    }

    var publicFields: [String: CanonicalValue] {
        ["id": .string(id), "as": .string(outcome.rawValue), "by": .string(by.description)]
    }

    /// What cannot be read claims the least: nothing was mended.
    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        outcome = open["as"]?.string.flatMap(Outcome.init(rawValue:)) ?? .accepted
        by = open["by"]?.string.flatMap { Actor($0) } ?? .server
        reason = closed["reason"]?.string ?? ""
    }
}

/// A person says that a closed finding is not over.
package struct FindingReopening: Sendable, Equatable {
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

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        by = open["by"]?.string.flatMap { Actor($0) } ?? .server
        reason = closed["reason"]?.string ?? ""
    }
}
