/// What the server does when it notices something by itself.
package struct Signals: Sendable, Equatable {
    package enum Answer: String, CaseIterable, Sendable {
        case nothing
        /// A recall in the state `signal`: nothing is held back, people are told.
        case notify
        /// The one configured model is held back, where that leaves every route one that serves.
        case hold
    }

    /// A provider does not know a model any more, and a request of our own hears the same.
    package var modelGone: Answer
    /// A vendor, or the settings, tell when a model ends.
    package var retirement: Answer

    /// How often providers' lists of models are read; nil: never.
    package var lists: Duration?

    package init(modelGone: Answer = .hold, retirement: Answer = .notify, lists: Duration? = Defaults.modelsLists) {
        self.modelGone = modelGone
        self.retirement = retirement
        self.lists = lists
    }
}
