/// A set of probes as data: goal sets, and the attacks that each is crossed with.
package struct Pack: Sendable, Hashable {
    /// Kebab-case: `leak-core`.
    package var id: String
    /// Comparability: raised whenever results before and after cannot stand on one line.
    package var version: Int
    package var title: String
    package var about: String
    /// Who has looked at the texts, or has not (`not reviewed by native speakers`); shown wherever the pack or its numbers are.
    package var review: String?
    /// SPDX identifier, or the words of an imported set.
    package var licence: String
    /// Of goals that state none.
    package var severity: Severity
    /// BCP 47, the first being that of goals that state none.
    package var languages: [String]
    /// Every goal has these, beside its own.
    package var tags: [String]
    /// How many a certification draws unless its policy says otherwise.
    package var trials: Int
    package var goalSets: [GoalSet]
    package var cells: [PackCell]
    /// nil for packs that were written, not imported.
    package var source: PackSource?

    package init(
        id: String,
        version: Int,
        title: String,
        about: String,
        review: String? = nil,
        licence: String,
        severity: Severity,
        languages: [String],
        tags: [String],
        trials: Int,
        goalSets: [GoalSet],
        cells: [PackCell],
        source: PackSource? = nil
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.about = about
        self.review = review
        self.licence = licence
        self.severity = severity
        self.languages = languages
        self.tags = tags
        self.trials = trials
        self.goalSets = goalSets
        self.cells = cells
        self.source = source
    }

    package subscript(set id: String) -> GoalSet? { goalSets.first { $0.id == id } }

    package var goals: [Goal] { goalSets.flatMap(\.goals) }
}
