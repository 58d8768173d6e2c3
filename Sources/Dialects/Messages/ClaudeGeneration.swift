/// Which of the vendor's rules for thinking and drawing a model follows, told by its name.
///
/// The rules changed twice, and neither form is accepted by all: Claude 4.5 and older know a thinking budget only, 4.6
/// takes both forms, from Opus 4.7 on thinking is adaptive and sampling parameters are refused. Names are a poor place to
/// look, but the list of old models is closed and everything new follows the last rule. Models of others that speak
/// Messages copied its first form.
package enum ClaudeGeneration: Sendable, Equatable {
    case notClaude
    case budgets
    case both
    case adaptive

    /// - Parameter model: its upstream id, whoever serves it.
    package init(model: String) {
        let words = model.lowercased().split { !($0.isLetter || $0.isNumber) }
        guard let start = words.lastIndex(of: "claude") else {
            self = .notClaude
            return
        }
        // `claude-3-7-sonnet-20250219`, `claude-opus-4-1@20250805`, `claude-sonnet-5`: a date is no version.
        let numbers = words[start...].drop { Int($0) == nil }.prefix { $0.utf8.count <= 2 && Int($0) != nil }
        let (major, minor) = (numbers.first.flatMap { Int($0) }, numbers.dropFirst().first.flatMap { Int($0) } ?? 0)
        self =
            switch (major, minor) {
            case (.some(..<4), _), (4, ...5): .budgets
            case (4, 6): .both
            default: .adaptive
            }
    }

    /// From 4.6 on the last message must be the user's: an answer that was begun is refused with a 400.
    package var takesPrefill: Bool { self == .budgets || self == .notClaude }
    var isAdaptive: Bool { self == .adaptive || self == .both }
    var takesBudget: Bool { self != .adaptive }
    var takesSampling: Bool { self != .adaptive }
}
