/// A word in a pack's list of attacks that stands for none.
package struct AttackNameError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Problem: Sendable, Equatable {
        /// - Parameter nearest: the id or group that is spelt most like it, if one is.
        case unknown(nearest: String?)
        /// A chain whose links do not fit, or whose links are not two attacks.
        case senseless(String)
    }

    package var word: String
    package var problem: Problem

    package init(word: String, problem: Problem) {
        self.word = word
        self.problem = problem
    }

    package var description: String {
        switch problem {
        case .unknown(let nearest?): "there is no attack or group '\(word)'; did you mean '\(nearest)'?"
        case .unknown(nil): "there is no attack or group '\(word)'"
        case .senseless(let reason): "the attacks of '\(word)' do not chain: \(reason)"
        }
    }
}
