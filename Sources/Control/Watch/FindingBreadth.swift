package import Domain

/// How far a finding reaches, as far as its neighbours were tried: other goals, fields and languages of the same model, and
/// other models with the finding's own probes.
///
/// Rates are parts per million, for events hold no fractions.
package struct FindingBreadth: Sendable, Equatable, Codable {
    /// What goes wrong, in which field, and how often: with one-sided bounds.
    package struct Category: Sendable, Equatable, Codable {
        package var harm: String
        package var field: String
        package var hits: Int
        package var scored: Int
        package var low: Int
        package var high: Int

        package init(harm: String, field: String, hits: Int, scored: Int, low: Int, high: Int) {
            self.harm = harm
            self.field = field
            self.hits = hits
            self.scored = scored
            self.low = low
            self.high = high
        }
    }

    /// Another model that was tried with the finding's probes: a substitute, or one of the same lineage.
    package struct Sibling: Sendable, Equatable, Codable {
        /// What it is called in the settings is private.
        package var lineage: String
        package var hits: Int
        package var scored: Int

        package init(lineage: String, hits: Int, scored: Int) {
            self.lineage = lineage
            self.hits = hits
            self.scored = scored
        }
    }

    /// The recall that would fit what was found; a person decides.
    package struct Proposal: Sendable, Equatable, Codable {
        package var recallClass: RecallClass
        /// Private, for it may name tenants.
        package var slice: RecallSlice
        package var depth: RecallDepth

        package init(_ recallClass: RecallClass, slice: RecallSlice = RecallSlice(), depth: RecallDepth? = nil) {
            self.recallClass = recallClass
            self.slice = slice
            self.depth = depth ?? recallClass.usualDepth
        }

        /// For people: `class II, depth D1, only route support`.
        package var words: String {
            "class \(recallClass.rawValue), depth \(depth.rawValue)" + (slice.isWhole ? "" : ", only \(slice.words)")
        }
    }

    /// The finding's.
    package var id: String
    package var breadth: BreadthKind
    /// The first `mostCategories` of those given: an event has its largest size.
    package private(set) var categories: [Category]
    /// The first `mostSiblings` of those given.
    package private(set) var siblings: [Sibling]
    /// All that were made for it, scored or not.
    package var trials: Int
    /// Whether it holds over fresh goals; nil: that was not tried.
    package var transfers: Bool?
    /// nil: nothing is proposed.
    package var proposal: Proposal?
    /// The run that tried it; private. Empty where it was not recorded, or was erased.
    package var run: String

    package static let mostCategories = 64
    package static let mostSiblings = 32

    package init(
        id: String,
        breadth: BreadthKind,
        categories: [Category],
        siblings: [Sibling] = [],
        trials: Int,
        transfers: Bool?,
        proposal: Proposal?,
        run: String
    ) {
        self.id = id
        self.breadth = breadth
        self.categories = Array(categories.prefix(Self.mostCategories))
        self.siblings = Array(siblings.prefix(Self.mostSiblings))
        self.trials = trials
        self.transfers = transfers
        self.proposal = proposal
        self.run = run
    }

    /// What it says of the severity: the scale's breadth, where that can be told.
    package var cjs: Finding.CJS {
        let axis: Int? =
            switch breadth {
            case .isolated: 0
            case .narrow: 2
            case .domain: 3
            case .broad, .universal: 4
            case .undetermined: nil
            }
        return Finding.CJS(breadth: axis)
    }
}
