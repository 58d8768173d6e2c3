/// One arrow of a recall's life: one event.
package struct RecallMove: Sendable, Hashable, Codable {
    package var to: RecallState
    /// Of conversations, in percent; only with `reinstating`.
    package var share: Int?
    package var by: Actor
    /// Why; private.
    package var reason: String?
    /// What was tried, and with which result, in a person's words; private.
    package var statement: String?
    /// SHA-256 of documents that stand behind it, hexadecimal.
    package var evidence: [String]
    /// Why one person may do what two should: there is only one. Private.
    package var waiver: String?
    /// What a hold becomes when it is declared; nil: as it was.
    package var recallClass: RecallClass?
    package var depth: RecallDepth?
    /// What everybody reads from now on, of a hold that is declared; nil: what they read before.
    package var notice: String?
    /// What the server found when it carried the recall out.
    package var findings: RecallFindings?

    package static let shares = [10, 50, 100]
    package static let longestText = 4000
    package static let mostEvidence = 32

    package init(
        to: RecallState,
        share: Int? = nil,
        by: Actor,
        reason: String? = nil,
        statement: String? = nil,
        evidence: [String] = [],
        waiver: String? = nil,
        recallClass: RecallClass? = nil,
        depth: RecallDepth? = nil,
        notice: String? = nil,
        findings: RecallFindings? = nil
    ) {
        self.to = to
        self.share = share
        self.by = by
        self.reason = reason
        self.statement = statement
        self.evidence = evidence
        self.waiver = waiver
        self.recallClass = recallClass
        self.depth = depth
        self.notice = notice
        self.findings = findings
    }
}

/// Numbers of an execution or a check: counts, or microseconds.
package struct RecallFindings: Sendable, Hashable, Codable {
    /// From the durable event until every event loop had it, microseconds of the wall clock.
    package var effectMicroseconds: Int?
    /// Paths that probes went to, of all that there are.
    package var probed: Int?
    package var paths: Int?
    /// Requests that reached the lineage although none should have.
    package var leaks: Int?

    package init(effectMicroseconds: Int? = nil, probed: Int? = nil, paths: Int? = nil, leaks: Int? = nil) {
        self.effectMicroseconds = effectMicroseconds
        self.probed = probed
        self.paths = paths
        self.leaks = leaks
    }
}
