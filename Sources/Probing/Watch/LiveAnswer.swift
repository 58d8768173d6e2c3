/// What callers' traffic shows of a model without anybody reading it: one attempt.
package struct LiveAnswer: Sendable, Hashable {
    package var model: String
    /// Unix milliseconds.
    package var at: UInt64
    /// For want of an answer; what the caller asked wrongly does not count.
    package var failed: Bool
    /// Its end says that the model, or a filter beside it, would not.
    package var refused: Bool
    /// Its end says that it was cut for length.
    package var truncated: Bool
    /// Until its end; nil: it failed.
    package var microseconds: Int?

    package init(
        model: String,
        at: UInt64,
        failed: Bool,
        refused: Bool,
        truncated: Bool,
        microseconds: Int?
    ) {
        self.model = model
        self.at = at
        self.failed = failed
        self.refused = refused
        self.truncated = truncated
        self.microseconds = microseconds
    }
}
