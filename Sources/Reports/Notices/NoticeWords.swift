import Control

/// Every text of a notice that is not a name, a number or what a person wrote, in one language.
package struct NoticeWords: Sendable {
    /// The words that it shares with the status page.
    package var status: StatusWords
    var safetyRecall: String
    var recall: String
    var hold: String
    /// Titles; `%1` is the lineage.
    var isRecalled: String
    var isHeld: String
    var servesAgain: String
    var isReleased: String
    var isRetired: String
    var what: String
    var model: String
    var part: String
    var severity: String
    var classes: [RecallClass: String]
    var since: String
    var number: String
    var why: String
    var noReason: String
    var toDo: String
    var stop: String
    /// Of what the model answered before.
    var recheck: String
    /// Another one serves.
    var goOn: String
    /// Nothing serves.
    var wait: String
    var useAgain: String
    var nothing: String
    var instead: String
    var noSubstitute: String
    var itself: String
    var steps: String
    var noContact: String
    /// Entry `%1` of the ledger `%2`.
    var source: String

    package static let all = [english, hindi]

    /// All of them, for a check of their tone.
    package var texts: [String] {
        [
            safetyRecall, recall, hold, isRecalled, isHeld, servesAgain, isReleased, isRetired, what, model, part,
            severity,
            since, number, why, noReason, toDo, stop, recheck, goOn, wait, useAgain, nothing, instead, noSubstitute,
            itself,
            steps, noContact, source, status.wholeUse, status.partUse,
        ] + RecallClass.allCases.compactMap { classes[$0] } + RecallState.allCases.compactMap { status.steps[$0] }
    }
}
