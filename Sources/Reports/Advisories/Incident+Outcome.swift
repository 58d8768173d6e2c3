import Control

extension StatusBoard.Incident {
    /// What became of what was held back; closing the file changes nothing of it.
    enum Outcome {
        /// It is held back, or a part of it still is.
        case standing
        /// It was corrected and serves as before.
        case mended
        /// It was nothing.
        case released
        /// It never serves again.
        case retired
    }

    var outcome: Outcome {
        switch steps.last(where: { $0.move.to != .closed })?.move.to {
        case .clear: .mended
        case .dismissed: .released
        case .retired: .retired
        case .signal, .held, .declared, .executing, .contained, .correcting, .recertifying, .reinstating, .closed, nil:
            .standing
        }
    }

    /// Nobody decided that it is a recall.
    var isHoldOnly: Bool { !recall.steps.contains { $0.move.to == .declared } }
}
