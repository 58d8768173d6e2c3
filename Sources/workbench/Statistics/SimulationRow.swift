/// One claim of the statistics module, held against simulated models whose rates are known.
struct SimulationRow: Sendable {
    enum Bar: Sendable {
        case atLeast(Double)
        case atMost(Double)
    }

    let name: String
    /// What the module, or the table in the notes, states.
    let stated: Double
    let seen: Double
    let bar: Bar

    var holds: Bool {
        switch bar {
        case .atLeast(let least): seen >= least
        case .atMost(let most): seen <= most
        }
    }
}
