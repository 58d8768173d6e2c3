import Synchronization

/// What does not work as it should while serving goes on; shown in the status until it works again.
final class Degradation: Sendable {
    enum Part: String, Sendable, CaseIterable {
        /// The state folder could not be opened for writing: the state is the last one that could be read.
        case state
        /// What lies in the ledger's database is not what was logged.
        case audit
        /// The ledger takes no events.
        case ledger
        /// Space is short, so the journal stands still.
        case space
    }

    private let reasons = Mutex<[Part: String]>([:])

    /// - Parameter reason: a sentence; nil: the part works again.
    /// - Returns: whether that is news.
    @discardableResult
    func set(_ part: Part, _ reason: String?) -> Bool {
        reasons.withLock { reasons in
            defer { reasons[part] = reason }
            return (reasons[part] == nil) != (reason == nil)
        }
    }

    func has(_ part: Part) -> Bool { reasons.withLock { $0[part] != nil } }

    /// In the order of the parts.
    var sentences: [(part: String, reason: String)] {
        let reasons = reasons.withLock { $0 }
        return Part.allCases.compactMap { part in reasons[part].map { (part.rawValue, $0) } }
    }
}
