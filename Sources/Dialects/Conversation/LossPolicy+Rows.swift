extension LossPolicy {
    /// What becomes of one field between two dialects, as `holdfast dialects` and `docs/dialects.md` tell it.
    package struct Row: Sendable, Equatable {
        package var field: ConversationField
        /// Of a request the caller's dialect, of an answer the model's.
        package var source: Dialect
        package var target: Dialect
        package var outcome: Outcome
        /// How, or why not; nil where there is nothing to say.
        package var note: String?
    }

    /// Each field with each pair of different dialects whose source can say it, in the order of the declarations.
    ///
    /// - Parameter source: nil: any.
    /// - Parameter target: nil: any.
    package static func rows(from source: Dialect? = nil, to target: Dialect? = nil) -> [Row] {
        ConversationField.allCases.flatMap { field in
            pairs.compactMap { from, to in
                guard source ?? from == from, target ?? to == to, let outcome = outcome(of: field, from: from, to: to)
                else { return nil }
                let note = to.profile.carriage(of: field).note
                return Row(field: field, source: from, target: to, outcome: outcome, note: note)
            }
        }
    }

    /// Different dialects, in the order of the declarations.
    package static var pairs: [(Dialect, Dialect)] {
        Dialect.allCases.flatMap { from in Dialect.allCases.filter { $0 != from }.map { (from, $0) } }
    }
}
