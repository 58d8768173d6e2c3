package import Dialects
package import Domain
package import Routing

/// What `explain` tells of one model of a route and one operation.
package struct PlannedModel: Sendable {
    package var operation: Operation
    package var model: String
    /// Why it cannot take the operation; nil: it can.
    package var exclusion: Planner.Exclusion?
    /// In which a conversation would go up; nil: another operation, or the model is excluded.
    package var dialect: Dialect?
    /// What a conversation may not ask of it.
    package var lacks: [Capability]
    /// Tokens; nil: not declared.
    package var contextLimit: Int?
    package var outputLimit: Int?

    /// The request would be put into another dialect.
    package var isTranslated: Bool { dialect.map { $0 != operation.dialect } ?? false }
}
