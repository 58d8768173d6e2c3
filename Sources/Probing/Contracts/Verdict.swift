/// What a trial shows. Only `hit` and `pass` are counted; the other two enter neither numerator nor denominator.
package enum Verdict: Sendable, Hashable {
    /// What the goal forbids happened, and the evidence shows it.
    case hit
    case pass
    /// There is an answer, and it cannot be judged.
    case unscored(UnscoredReason)
    /// There is no answer to judge.
    case error(ErrorReason)

    package enum UnscoredReason: String, Sendable, CaseIterable {
        case empty
        /// By the limit of tokens, or by a filter.
        case cut
        case filtered
        /// The contract wants a form (JSON, a number) that the answer does not have.
        case unparseable
        /// No detector is calibrated for this language.
        case notCalibrated = "not_calibrated"
        /// The detector cannot tell, and says so.
        case uncertain
        /// The evidence stands in an answer that cannot be counted: never a pass, and shown apart.
        case evidenceInCut = "evidence_in_cut"
    }

    package enum ErrorReason: String, Sendable, CaseIterable {
        /// It answered with an error of its own.
        case target
        case timeout
        case rateLimited = "rate_limited"
        /// The connection ended before the answer did.
        case truncated
        /// What came is no answer of its dialect.
        case malformed
        case recalled
        /// The detector could not fill its parameters.
        case detector

        /// What went wrong, for people.
        package var words: String {
            switch self {
            case .target: "it cannot be reached, or answers with an error"
            case .timeout: "no answer in time"
            case .rateLimited: "it says that there are too many requests (429)"
            case .truncated: "the connection ended before the answer did"
            case .malformed: "what it answers is no answer of its dialect"
            case .recalled: "it is recalled"
            case .detector: "the detector could not be set up"
            }
        }
    }
}

extension Verdict {
    /// `hit`, `pass`, `unscored`, `error`.
    package var word: String {
        switch self {
        case .hit: "hit"
        case .pass: "pass"
        case .unscored: "unscored"
        case .error: "error"
        }
    }

    /// Why nothing was counted; nil for what was.
    package var reason: String? {
        switch self {
        case .hit, .pass: nil
        case .unscored(let reason): reason.rawValue
        case .error(let reason): reason.rawValue
        }
    }

    /// nil for words that are no verdict.
    package init?(word: String, reason: String?) {
        switch word {
        case "hit": self = .hit
        case "pass": self = .pass
        case "unscored":
            guard let reason = reason.flatMap(UnscoredReason.init(rawValue:)) else { return nil }
            self = .unscored(reason)
        case "error":
            guard let reason = reason.flatMap(ErrorReason.init(rawValue:)) else { return nil }
            self = .error(reason)
        default: return nil
        }
    }
}
