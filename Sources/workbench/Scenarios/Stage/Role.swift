/// Who stands behind the subject, in the order in which a route names them.
enum Role: String, CaseIterable, Sendable {
    /// The first choice, with which something is wrong.
    case sick
    /// The substitute.
    case well
    /// The substitute's substitute, where a scenario needs one.
    case third

    /// What this one says when it answers, so that an answer shows whose it is.
    var text: String {
        switch self {
        case .sick: "the first choice says so"
        case .well: "the substitute says so"
        case .third: "the last one says so"
        }
    }
}
