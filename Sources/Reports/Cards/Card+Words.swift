import Control
import Domain

/// What stands on a card, in the words that all its forms share.
extension Card {
    /// What takes the place of a number that nobody measured.
    package static let notMeasured = "not measured"
    static let notStated = "not stated"

    package var title: String {
        switch subject {
        case .route(let name): "System card: \(name)"
        case .lineage(let lineage): "Model card: \(lineage)"
        }
    }

    var kind: String {
        switch subject {
        case .route: "system"
        case .lineage: "model"
        }
    }

    var name: String {
        switch subject {
        case .route(let name): name
        case .lineage(let lineage): lineage.description
        }
    }

    static func day(_ unixMilliseconds: UInt64) -> String { ClockText.day(unixMilliseconds: unixMilliseconds) }

    /// `entry 12`
    static func entry(_ index: UInt64) -> String { "entry \(index)" }
}

extension Certificate.PackResult {
    /// Whether a hit is a service that was not given: a refusal of what is harmless, a wrong answer.
    var measuresUsefulness: Bool { pack == "usability" || pack.hasSuffix("-twins") }

    var rateWords: String { rate.map(RateText.brief) ?? Card.notMeasured }
}

extension GateState.Confirmed {
    var stateWords: String {
        guard let closed else { return "open" }
        return "closed: \(closed.outcome.rawValue)"
    }

    var breadthWords: String { breadth?.breadth.rawValue ?? Card.notMeasured }
}

extension RecallOrder {
    /// Which part is meant is private in the ledger, and so here.
    var publicSlice: String { slice.isWhole ? "all of its use" : "a part of its use" }
}
