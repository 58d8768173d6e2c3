/// Whose manners a body without a dialect (a models list, a 404) follows.
package enum Vendor: Sendable, Hashable {
    case openAI
    case anthropic
}
