/// Where a recall stands.
///
/// The states and their arrows are those of the project's notes (`docs/recall.md` shows them); a state belongs to the
/// recall and not to the lineage, of which any number of recalls may stand.
package enum RecallState: String, Sendable, Codable, CaseIterable {
    /// Something was noticed; nothing is kept from serving.
    case signal
    /// Kept from serving until a person decides.
    case held
    /// Ordered; not every event loop has said yes.
    case declared
    /// Every event loop has it; the check of what it does is under way, or has failed.
    case executing
    /// Checked: nothing reaches the lineage.
    case contained
    /// Something about the model, or around it, is being changed.
    case correcting
    /// What was changed is being tried.
    case recertifying
    /// A share of its traffic goes to it again.
    case reinstating
    /// It serves as before.
    case clear
    /// It never serves again.
    case retired
    /// It was nothing; kept as a near miss.
    case dismissed
    /// The file is closed; what was decided stays decided.
    case closed

    /// Where a recall may go from here.
    package var next: [RecallState] {
        switch self {
        case .signal: [.held, .declared, .dismissed]
        case .held: [.declared, .dismissed]
        case .declared: [.executing]
        case .executing: [.contained]
        case .contained: [.correcting, .retired]
        case .correcting: [.recertifying, .retired]
        case .recertifying: [.reinstating, .correcting]
        // A larger share, the whole, or back at once.
        case .reinstating: [.reinstating, .clear, .held]
        case .clear, .retired: [.closed]
        case .dismissed, .closed: []
        }
    }

    /// Where a recall may begin.
    package static let first: [RecallState] = [.signal, .held, .declared]

    /// A drill that is broken off goes there from anywhere.
    package var isOver: Bool {
        switch self {
        case .clear, .retired, .dismissed, .closed: true
        case .signal, .held, .declared, .executing, .contained, .correcting, .recertifying, .reinstating: false
        }
    }

    /// What was kept from serving may serve again, or more than before.
    package static func isLifting(from: RecallState, to: RecallState) -> Bool {
        switch (from, to) {
        case (_, .reinstating), (_, .clear), (.held, .dismissed): true
        default: false
        }
    }
}
