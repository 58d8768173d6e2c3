import Control

/// Every text of the status page that is not a name, a number or what a person wrote, in one language.
package struct StatusWords: Sendable {
    /// BCP 47.
    package var language: String
    /// Its own name for itself.
    package var languageName: String
    var status: String
    var overall: [StatusBoard.Level: String]
    var levels: [StatusBoard.Level: String]
    var routes: String
    var models: String
    var openRecalls: String
    var pastRecalls: String
    var none: String
    var servedBy: String
    var nobody: String
    var evidence: String
    var noEvidence: String
    var drill: String
    var passed: String
    var failed: String
    var card: String
    /// Of a recall: the page in plain words.
    var notice: String
    /// Of a recall: the document for programs.
    var advisory: String
    /// `%1` of `%2` requests, in 90 days.
    var answered: String
    var noRequests: String
    /// Of a bar: `%1` is the oldest day, `%2` the newest.
    var bar: String
    var days: String
    var noData: String
    var recall: String
    /// `I`, `II` or `III` is `%1`.
    var recallClass: String
    var wholeUse: String
    var partUse: String
    var substitute: String
    var steps: [RecallState: String]
    /// `%1` percent.
    var share: String
    /// `%1` of `%2` paths, `%3` requests.
    var checked: String
    /// `%1` milliseconds.
    var effect: String
    var entry: String
    var ledger: String
    /// `%1` entries of `%2`.
    var ledgerSize: String
    /// `%1` of them.
    var signed: String
    var subscribe: String
    var contact: String
    var made: String
    var rehearsal: String

    package func overall(_ level: StatusBoard.Level) -> String { overall[level] ?? level.rawValue }

    static func filled(_ text: String, _ values: String...) -> String {
        var text = text
        for (place, value) in values.enumerated() { text = text.replacing("%\(place + 1)", with: value) }
        return text
    }

    package static let all = [english, hindi]
}
