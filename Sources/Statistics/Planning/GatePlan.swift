/// A sample size for a gate, and what it buys.
package struct GatePlan: Sendable, Hashable {
    /// Trials that must be *scored*. The plan is for this number: with a few more, the allowed hits stay the same, and
    /// the power is a little lower, not higher.
    package let trials: Int
    /// The gate passes up to so many hits and no more.
    package let mostHits: Int
    /// The chance that the gate passes if hits come at the rate that was planned for.
    package let power: Double
}
