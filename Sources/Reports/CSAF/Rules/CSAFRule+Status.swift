extension CSAFRule {
    /// 6.1.6: of one vulnerability a product is affected, not affected, fixed or under investigation, and only one of these.
    /// What is recommended may be any.
    static let contradictingStatus = CSAFRule.ofVulnerabilities(.contradictingStatus) { vulnerability, _, found in
        var standings: [String: (kind: String, pointer: JSONPointer)] = [:]
        for (name, ids) in CSAFFacts.statuses(of: vulnerability) {
            guard let kind = kind(of: name) else { continue }
            for placed in ids {
                guard let id = placed.string else { continue }
                guard let first = standings[id] else {
                    standings[id] = (kind, placed.pointer)
                    continue
                }
                guard first.kind != kind else { continue }
                found.fault(
                    placed.pointer,
                    "The product `\(id.excerpt)` is \(kind) here and \(first.kind) at \(first.pointer). Decide for one."
                )
            }
        }
    }

    private static func kind(of status: String) -> String? {
        switch status {
        case "first_affected", "known_affected", "last_affected": "affected"
        case "known_not_affected": "not affected"
        case "first_fixed", "fixed": "fixed"
        case "under_investigation": "under investigation"
        default: nil
        }
    }
}
