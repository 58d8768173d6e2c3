package import Control

/// What the public sees of an installation at one moment: what serves, what is held back, and since when.
///
/// Holds nothing but what may be public, as `Card` does.
package struct StatusBoard: Sendable, Equatable {
    /// In the words of Statuspage's components, worst last.
    package enum Level: String, Sendable, CaseIterable, Comparable {
        case operational
        case degraded = "degraded_performance"
        case partial = "partial_outage"
        case major = "major_outage"

        package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package enum Kind: String, Sendable { case route, lineage }

    /// One of the days of UTC that a bar shows.
    package struct Day: Sendable, Equatable {
        package var day: String
        /// nil: nothing is known of it.
        package var level: Level?
        /// Of a route.
        package var requests: Int
        package var failures: Int
    }

    package struct Component: Sendable, Equatable {
        package var kind: Kind
        package var name: String
        package var level: Level
        /// Who serves a route now; nil: nobody, or it is no route.
        package var servedBy: String?
        package var isServedByRehearsal: Bool
        /// Oldest first, today last.
        package var days: [Day]
        /// When the newest evidence of whom it asks was made, Unix milliseconds; nil: there is none.
        package var evidenceAt: UInt64?
        /// Its newest drill.
        package var drill: Card.Drilled?

        /// The same for the same component, for programs: 12 letters and digits, as Statuspage's are.
        package var id: String { Self.id(kind, name) }
        package static func id(_ kind: Kind, _ name: String) -> String { Slug.id("\(kind.rawValue):\(name)") }
        /// Its card's file, without an ending.
        package var card: String { "cards/\(kind.rawValue)-\(Slug.name(name))" }
        package var requests: Int { days.reduce(0) { $0 + $1.requests } }
        package var failures: Int { days.reduce(0) { $0 + $1.failures } }
    }

    /// A recall, from when it first kept something back.
    package struct Incident: Sendable, Equatable {
        package var recall: Recall
        /// Ids of components.
        package var affected: [String]
        /// Who serves in its place now; lineages.
        package var substitutes: [String]
        /// The advisory's file in the folder; nil: none is published.
        package var advisoryPath: String?
        /// Whether a notice is published.
        package var hasNotice = false
        /// `notices/hf-rc-2026-0001.html`, in each language's folder.
        package var noticePath: String { "notices/\(recall.id.lowercased()).html" }

        /// Since something was kept back.
        package var steps: [Recall.Step] {
            recall.steps.firstIndex { $0.move.to != .signal }.map { Array(recall.steps[$0...]) } ?? []
        }

        package var startedAt: UInt64 { steps.first?.at ?? recall.openedAt }
        /// When nothing was left to do; nil: it stands, or the file is open.
        package var resolvedAt: UInt64? {
            recall.steps.first { [.clear, .retired, .dismissed].contains($0.move.to) }?.at
        }
        package var isOpen: Bool { resolvedAt == nil }
    }

    /// Whose page it is.
    package var name: String
    package var contact: String?
    /// Where it will be found; nil: nobody said, and addresses are relative.
    package var address: String?
    /// Unix milliseconds.
    package var madeAt: UInt64
    package var ledger: Card.Ledger
    /// Entries of the ledger that its newest checkpoint stands for.
    package var signed: UInt64
    /// Routes in the settings' order, then lineages by name.
    package var components: [Component]
    /// Newest first, the open ones among them.
    package var incidents: [Incident]

    package var level: Level { components.map(\.level).max() ?? .operational }
}
