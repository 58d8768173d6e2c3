package import Domain

/// What is ordered: which use of which lineage, how far back, why.
package struct RecallOrder: Sendable, Hashable, Codable {
    package var lineage: LineagePattern
    package var slice: RecallSlice
    package var recallClass: RecallClass
    package var depth: RecallDepth
    package var kind: RecallKind
    package var reason: RecallReason
    package var origin: RecallOrigin
    package var checks: CheckLevel
    /// Carried out on copies of traffic only.
    package var isDrill: Bool
    /// For everybody to read; nil: none was written.
    package var notice: String?
    /// Confirmed weaknesses that it was given for: what lifts it must have tried their probes.
    package var findings: [String]

    package static let mostFindings = 16

    package static let longestNotice = 500

    /// Everybody's terminals and logs show it. Indic scripts write with joiners.
    package static func isPlain(notice: String?) -> Bool {
        guard let notice else { return true }
        return notice.utf8.count <= longestNotice
            && notice.unicodeScalars.allSatisfy { scalar in
                if scalar == "\u{200C}" || scalar == "\u{200D}" { return true }
                return switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
                default: true
                }
            }
    }

    package init(
        _ lineage: LineagePattern,
        slice: RecallSlice = RecallSlice(),
        recallClass: RecallClass = .two,
        depth: RecallDepth? = nil,
        kind: RecallKind = .recall,
        reason: RecallReason = .safety,
        origin: RecallOrigin = .operator,
        checks: CheckLevel? = nil,
        isDrill: Bool = false,
        notice: String? = nil,
        findings: [String] = []
    ) {
        self.lineage = lineage
        self.slice = slice
        self.recallClass = recallClass
        self.depth = depth ?? recallClass.usualDepth
        self.kind = kind
        self.reason = reason
        self.origin = origin
        self.checks = checks ?? recallClass.usualCheckLevel
        self.isDrill = isDrill
        self.notice = notice
        self.findings = findings
    }
}
