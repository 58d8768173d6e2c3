/// Hits among scored trials. Trials without a verdict (`unscored`, `error`) are never in here.
package struct Count: Sendable, Hashable {
    package private(set) var hits: Int
    package private(set) var scored: Int

    package static let none = Count(hits: 0, of: 0)

    /// Traps unless 0 ≤ hits ≤ scored: counts are made by code, and an impossible one is a bug, not bad input.
    package init(hits: Int, of scored: Int) {
        precondition(hits >= 0 && hits <= scored, "hits lie between 0 and the number scored")
        self.hits = hits
        self.scored = scored
    }

    package var passes: Int { scored - hits }

    package mutating func add(_ isHit: Bool) {
        scored += 1
        if isHit { hits += 1 }
    }

    package static func + (left: Count, right: Count) -> Count {
        Count(hits: left.hits + right.hits, of: left.scored + right.scored)
    }
}
