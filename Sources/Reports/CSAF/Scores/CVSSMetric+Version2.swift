extension CVSSMetric {
    /// A Complete Guide to CVSS version 2.0 (FIRST, June 2007), sections 2 and 3.2.
    static let ofVersion2: [CVSSMetric] = {
        let impact = [("N", "NONE", 0), ("P", "PARTIAL", 0.275), ("C", "COMPLETE", 0.660)]
        let requirement = [("L", "LOW", 0.5), ("M", "MEDIUM", 1), ("H", "HIGH", 1.51), ("ND", "NOT_DEFINED", 1)]
        return [
            CVSSMetric(
                "accessVector",
                "AV",
                [("L", "LOCAL", 0.395), ("A", "ADJACENT_NETWORK", 0.646), ("N", "NETWORK", 1)],
                isBase: true
            ),
            CVSSMetric(
                "accessComplexity",
                "AC",
                [("H", "HIGH", 0.35), ("M", "MEDIUM", 0.61), ("L", "LOW", 0.71)],
                isBase: true
            ),
            CVSSMetric(
                "authentication",
                "Au",
                [("M", "MULTIPLE", 0.45), ("S", "SINGLE", 0.56), ("N", "NONE", 0.704)],
                isBase: true
            ),
            CVSSMetric("confidentialityImpact", "C", impact, isBase: true),
            CVSSMetric("integrityImpact", "I", impact, isBase: true),
            CVSSMetric("availabilityImpact", "A", impact, isBase: true),
            CVSSMetric(
                "exploitability",
                "E",
                [
                    ("U", "UNPROVEN", 0.85), ("POC", "PROOF_OF_CONCEPT", 0.9), ("F", "FUNCTIONAL", 0.95),
                    ("H", "HIGH", 1), ("ND", "NOT_DEFINED", 1),
                ]
            ),
            CVSSMetric(
                "remediationLevel",
                "RL",
                [
                    ("OF", "OFFICIAL_FIX", 0.87), ("TF", "TEMPORARY_FIX", 0.9), ("W", "WORKAROUND", 0.95),
                    ("U", "UNAVAILABLE", 1), ("ND", "NOT_DEFINED", 1),
                ]
            ),
            CVSSMetric(
                "reportConfidence",
                "RC",
                [
                    ("UC", "UNCONFIRMED", 0.9), ("UR", "UNCORROBORATED", 0.95), ("C", "CONFIRMED", 1),
                    ("ND", "NOT_DEFINED", 1),
                ]
            ),
            CVSSMetric(
                "collateralDamagePotential",
                "CDP",
                [
                    ("N", "NONE", 0), ("L", "LOW", 0.1), ("LM", "LOW_MEDIUM", 0.3), ("MH", "MEDIUM_HIGH", 0.4),
                    ("H", "HIGH", 0.5), ("ND", "NOT_DEFINED", 0),
                ]
            ),
            CVSSMetric(
                "targetDistribution",
                "TD",
                [
                    ("N", "NONE", 0), ("L", "LOW", 0.25), ("M", "MEDIUM", 0.75), ("H", "HIGH", 1),
                    ("ND", "NOT_DEFINED", 1),
                ]
            ),
            CVSSMetric("confidentialityRequirement", "CR", requirement),
            CVSSMetric("integrityRequirement", "IR", requirement),
            CVSSMetric("availabilityRequirement", "AR", requirement),
        ]
    }()
}
