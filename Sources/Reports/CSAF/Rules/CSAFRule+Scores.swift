/// 6.1.7 to 6.1.10: CVSS.
extension CSAFRule {
    static let scores = [scoresOfOneVersion, invalidCVSS, wrongCVSS, inconsistentCVSS]

    private static let scoresOfOneVersion = CSAFRule.ofVulnerabilities(.scoresOfOneVersion) { vulnerability, _, found in
        var seen: [String: [CVSSVersion: JSONPointer]] = [:]
        for score in CVSSObject.all(of: vulnerability) {
            guard let version = score.version else { continue }
            var own: Set<String> = []
            for placed in score.products {
                guard let id = placed.string, own.insert(id).inserted else { continue }
                guard let first = seen[id]?[version] else {
                    seen[id, default: [:]][version] = placed.pointer
                    continue
                }
                found.fault(
                    placed.pointer,
                    "The product `\(id.excerpt)` has a score of CVSS \(version.rawValue) already, at \(first). Keep one of the two."
                )
            }
        }
    }

    private static let invalidCVSS = CSAFRule.ofVulnerabilities(.invalidCVSS) { vulnerability, _, found in
        for score in CVSSObject.all(of: vulnerability) { score.checkMembers(&found) }
    }

    private static let wrongCVSS = CSAFRule.ofVulnerabilities(.wrongCVSS) { vulnerability, _, found in
        for score in CVSSObject.all(of: vulnerability) { score.checkScores(&found) }
    }

    private static let inconsistentCVSS = CSAFRule.ofVulnerabilities(.inconsistentCVSS) { vulnerability, _, found in
        for score in CVSSObject.all(of: vulnerability) { score.checkMetrics(&found) }
    }
}
