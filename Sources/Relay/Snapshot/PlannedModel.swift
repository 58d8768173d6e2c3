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

    /// Where it stands under the policy that the route requires; nil: it requires none.
    package var certificate: String?

    /// Recalls that keep it from some requests, or all.
    package var recalls: [Recalled] = []

    package struct Recalled: Sendable {
        package var id: String
        /// It takes none of the route's requests.
        package var isWhole: Bool
        /// Percent of the conversations that it is about, which reach the model all the same.
        package var share: Int
    }

    /// It takes requests, or some of them.
    package var serves: Bool { exclusion == nil && !recalls.contains(where: \.isWhole) }

    /// The request would be put into another dialect.
    package var isTranslated: Bool { dialect.map { $0 != operation.dialect } ?? false }
}
