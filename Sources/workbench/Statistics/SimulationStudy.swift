import Probing
import Statistics

/// Runs every claim of the statistics module against simulated models. Seeded, so that the same build prints the same
/// numbers; some seventeen seconds in the release build.
struct SimulationStudy {
    static let defaultSeed: UInt64 = 6

    static func rows(seed: UInt64 = defaultSeed) -> [SimulationRow] {
        IntervalSimulation(seed: seed).rows()
            + ClusterSimulation(seed: seed).rows()
            + PlannerSimulation(seed: seed).rows()
            + AlarmSimulation(seed: seed).rows()
            + FleetSimulation(seed: seed).rows()
            + BreadthSimulation(seed: seed).rows()
    }
}
