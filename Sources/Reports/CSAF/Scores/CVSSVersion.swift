/// The versions of the Common Vulnerability Scoring System that CSAF 2.0 knows, each with what its JSON schema (FIRST) and its
/// specification ask for.
enum CVSSVersion: String, Sendable, CaseIterable {
    case two = "2.0"
    case three = "3.0"
    case threeOne = "3.1"

    /// What a vector begins with.
    var prefix: String {
        switch self {
        case .two: ""
        case .three: "CVSS:3.0/"
        case .threeOne: "CVSS:3.1/"
        }
    }

    var metrics: [CVSSMetric] {
        switch self {
        case .two: CVSSMetric.ofVersion2
        case .three, .threeOne: CVSSMetric.ofVersion3
        }
    }

    /// The members that a score of it must have.
    var required: [String] {
        ["version", "vectorString", "baseScore"] + (hasSeverities ? ["baseSeverity"] : [])
    }

    /// Whether scores have names.
    var hasSeverities: Bool { self != .two }
}
