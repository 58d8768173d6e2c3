/// Why nothing can be said of a finding as asked, and what to do.
package enum FindingRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case unknown(String)
    case isClosed(String, FindingClosing.Outcome)
    case isOpen(String)

    package var description: String {
        switch self {
        case .unknown(let id): "There is no finding `\(id.prefix(64))`. `holdfast findings` lists them."
        case .isClosed(let id, let outcome):
            "\(id) is closed already, as \(outcome.rawValue). `holdfast findings reopen \(id)` opens it again."
        case .isOpen(let id): "\(id) is open already."
        }
    }
}
