/// What a breaker has seen since the process began; only ever grows.
///
/// Every report is in exactly one of `successes`, `failures`, `neutrals` and `late`.
package struct BreakerCounts: Sendable, Equatable {
    package var admitted: UInt64 = 0
    package var refused: UInt64 = 0
    package var overruled: UInt64 = 0
    package var successes: UInt64 = 0
    package var failures: UInt64 = 0
    package var neutrals: UInt64 = 0
    /// Outcomes of a generation that had ended.
    package var late: UInt64 = 0
    /// Successes, of those above, that took longer than the limit.
    package var slow: UInt64 = 0
    package var openings: UInt64 = 0
    /// Trials that never reported and whose place was given to another.
    package var lostTrials: UInt64 = 0

    package init() {}

    package var reports: UInt64 { successes + failures + neutrals + late }
}
