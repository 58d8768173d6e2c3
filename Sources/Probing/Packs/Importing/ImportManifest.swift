/// What a person says about a set that they bring: what it is, whose, and which of its columns means what.
package struct ImportManifest: Sendable, Hashable {
    package enum Format: String, Sendable, CaseIterable { case csv, json, jsonl }

    /// What a column can be for.
    package enum Field: String, Sendable, CaseIterable {
        /// What is asked for; the only one that must be there.
        case ask
        case id
        case system
        /// The secret as it stands in the row's system prompt; each trial gets a fresh one in its place.
        case canary
        case language
        /// Becomes the goal's domain.
        case category
        /// Right answers, several separated by `|`.
        case answer
    }

    /// The pack's id.
    package var name: String
    package var version: Int
    package var title: String
    package var about: String
    package var licence: String
    package var origin: String?
    package var format: Format
    /// Of CSV.
    package var delimiter: UInt8
    /// What a column is for → its name in the file.
    package var columns: [Field: String]
    /// Only rows with these values: column → value.
    package var only: [String: String]
    package var language: String
    package var severity: Severity
    package var tags: [String]
    package var detector: DetectorChoice?
    package var attacks: [String]
    package var trials: Int
    package var secrets: GoalSet.Secrets
}
