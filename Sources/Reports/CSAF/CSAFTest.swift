/// The tests that a valid document passes, named as the standard numbers them (CSAF 2.0, section 6.1).
package enum CSAFTest: String, Sendable, CaseIterable {
    /// The JSON schema of the standard (section 3), without the CVSS objects: those are 6.1.8.
    case structure = "schema"
    case missingProduct = "6.1.1"
    case productDefinedTwice = "6.1.2"
    case circularProduct = "6.1.3"
    case missingGroup = "6.1.4"
    case groupDefinedTwice = "6.1.5"
    case contradictingStatus = "6.1.6"
    case scoresOfOneVersion = "6.1.7"
    case invalidCVSS = "6.1.8"
    case wrongCVSS = "6.1.9"
    case inconsistentCVSS = "6.1.10"
    case weakness = "6.1.11"
    case language = "6.1.12"
    case packageURL = "6.1.13"
    case revisionOrder = "6.1.14"
    case translator = "6.1.15"
    case latestVersion = "6.1.16"
    case draftStatus = "6.1.17"
    case releasedHistory = "6.1.18"
    case prereleaseInHistory = "6.1.19"
    case prereleaseVersion = "6.1.20"
    case revisionMissing = "6.1.21"
    case revisionTwice = "6.1.22"
    case vulnerabilityTwice = "6.1.23"
    case involvementTwice = "6.1.24"
    case hashAlgorithmTwice = "6.1.25"
    case prohibitedCategory = "6.1.26"
    case documentNotes = "6.1.27.1"
    case documentReferences = "6.1.27.2"
    case noVulnerabilities = "6.1.27.3"
    case productTree = "6.1.27.4"
    case vulnerabilityNotes = "6.1.27.5"
    case productStatus = "6.1.27.6"
    case exploitabilityStatus = "6.1.27.7"
    case vulnerabilityID = "6.1.27.8"
    case impactStatement = "6.1.27.9"
    case actionStatement = "6.1.27.10"
    case vulnerabilities = "6.1.27.11"
    case translation = "6.1.28"
    case remediationWithoutProduct = "6.1.29"
    case mixedVersions = "6.1.30"
    case versionRange = "6.1.31"
    case flagWithoutProduct = "6.1.32"
    case severalFlags = "6.1.33"

    /// Of which tests' faults a fault of this one can be a mere consequence, the nearest first: one mistake in the history
    /// of a document fails up to four tests.
    var mayFollow: [CSAFTest] {
        switch self {
        // A history that is not in order has another first and another last item than its author means.
        case .latestVersion: [.mixedVersions, .revisionOrder, .prereleaseVersion]
        case .revisionMissing: [.mixedVersions, .revisionOrder]
        // 6.1.20 is the part of 6.1.17 about pre-releases.
        case .draftStatus: [.prereleaseVersion]
        // A history that begins at 0 is right for a draft, which the document may have to be called.
        case .releasedHistory: [.draftStatus]
        // With no product tree nothing is defined.
        case .missingProduct, .missingGroup: [.productTree]
        default: []
        }
    }
}
