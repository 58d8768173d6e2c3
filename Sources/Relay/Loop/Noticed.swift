/// What an exchange noticed of a configured model, and somebody else must make sure of.
package struct Noticed: Sendable, Equatable {
    package enum What: Sendable, Equatable {
        /// The provider does not know it (any more).
        case gone
        /// An answer announced its end. Unix seconds; nil: no day was told.
        case retirement(at: Int64?)
    }

    package var what: What
    package var model: String
}
