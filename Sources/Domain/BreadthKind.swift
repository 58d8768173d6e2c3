/// How far a weakness reaches, mildest first, and last the lack of an answer. From `domain` on it reaches at least so
/// far: what is open may add to it.
package enum BreadthKind: String, Sendable, Codable, CaseIterable {
    /// Not shown in any category, and every category but its own is calm. Its own may be open.
    case isolated
    /// One category, and all others are calm.
    case narrow
    /// Two categories, or more that have a harm or a field in common which not all categories have.
    case domain
    /// Three categories or more without such a thing in common.
    case broad
    /// At least four fifths of at least five categories, and it holds over fresh goals or siblings too.
    case universal
    /// At most one category, and others have not been tried enough to call them calm. Never to be read as harmless.
    case undetermined
}
