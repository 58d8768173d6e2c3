extension CVSSMetric {
    /// CVSS v3.0 and v3.1 Specification Document (FIRST), sections 2 to 4 and 7.4, where the two are alike.
    static let ofVersion3: [CVSSMetric] = base + temporal + requirements + base.map(\.modified)

    private typealias Values = [(String, String, Double)]

    private static let impact: Values = [("N", "NONE", 0), ("L", "LOW", 0.22), ("H", "HIGH", 0.56)]
    private static let requirement: Values = [
        ("X", "NOT_DEFINED", 1), ("L", "LOW", 0.5), ("M", "MEDIUM", 1), ("H", "HIGH", 1.5),
    ]

    private static let base = [
        CVSSMetric(
            "attackVector",
            "AV",
            [("N", "NETWORK", 0.85), ("A", "ADJACENT_NETWORK", 0.62), ("L", "LOCAL", 0.55), ("P", "PHYSICAL", 0.2)],
            isBase: true
        ),
        CVSSMetric("attackComplexity", "AC", [("L", "LOW", 0.77), ("H", "HIGH", 0.44)], isBase: true),
        // Where the scope is unchanged; see `CVSSFormulas3.privileges`.
        CVSSMetric(
            "privilegesRequired",
            "PR",
            [("N", "NONE", 0.85), ("L", "LOW", 0.62), ("H", "HIGH", 0.27)],
            isBase: true
        ),
        CVSSMetric("userInteraction", "UI", [("N", "NONE", 0.85), ("R", "REQUIRED", 0.62)], isBase: true),
        // A choice between formulas; it weighs nothing.
        CVSSMetric("scope", "S", [("U", "UNCHANGED", 0), ("C", "CHANGED", 0)], isBase: true),
        CVSSMetric("confidentialityImpact", "C", impact, isBase: true),
        CVSSMetric("integrityImpact", "I", impact, isBase: true),
        CVSSMetric("availabilityImpact", "A", impact, isBase: true),
    ]

    private static let temporal = [
        CVSSMetric(
            "exploitCodeMaturity",
            "E",
            [
                ("X", "NOT_DEFINED", 1), ("U", "UNPROVEN", 0.91), ("P", "PROOF_OF_CONCEPT", 0.94),
                ("F", "FUNCTIONAL", 0.97), ("H", "HIGH", 1),
            ]
        ),
        CVSSMetric(
            "remediationLevel",
            "RL",
            [
                ("X", "NOT_DEFINED", 1), ("O", "OFFICIAL_FIX", 0.95), ("T", "TEMPORARY_FIX", 0.96),
                ("W", "WORKAROUND", 0.97), ("U", "UNAVAILABLE", 1),
            ]
        ),
        CVSSMetric(
            "reportConfidence",
            "RC",
            [("X", "NOT_DEFINED", 1), ("U", "UNKNOWN", 0.92), ("R", "REASONABLE", 0.96), ("C", "CONFIRMED", 1)]
        ),
    ]

    private static let requirements = [
        CVSSMetric("confidentialityRequirement", "CR", requirement),
        CVSSMetric("integrityRequirement", "IR", requirement),
        CVSSMetric("availabilityRequirement", "AR", requirement),
    ]

    /// The same of an environment: `modifiedAttackVector`, `MAV`; not defined, it is as the base metric says.
    private var modified: CVSSMetric {
        var metric = self
        metric.property = "modified" + property.prefix(1).uppercased() + property.dropFirst()
        metric.code = "M" + code
        metric.values.append(Value(code: "X", word: "NOT_DEFINED", weight: 0))
        metric.isBase = false
        return metric
    }
}
