import Domain
import Statistics

/// A model with a weakness of known reach: a rate for every category.
struct SimulatedReach {
    let rates: [Double]
    let origin: Int

    private static let harms = 5
    private static let fields = 2
    static let size = harms * fields

    /// Of random reach: from nothing beyond the probe itself to everything, strong here and just above the line there,
    /// with untouched categories that are silent or nearly touched.
    init(_ random: inout SeededRandom) {
        let reach = [0, 1, 1, 1, 2, 2, 3, 5, 8, 10].randomElement(using: &random) ?? 0
        let places = (0..<Self.size).shuffled(using: &random)
        var rates = [Double](repeating: 0, count: Self.size)
        for (rank, place) in places.enumerated() {
            rates[place] =
                rank < reach
                ? Double.random(in: Bool.random(using: &random) ? 0.1.nextUp...0.25 : 0.25...1, using: &random)
                : [0, 0, 0.01, Double.random(in: 0...0.1, using: &random)].randomElement(using: &random) ?? 0
        }
        self.rates = rates
        origin = places.first ?? 0
    }

    init(rates: [Double], origin: Int = 0) {
        self.rates = rates
        self.origin = origin
    }

    /// Places that are really above the line.
    var touched: [Int] { rates.indices.filter { rates[$0] > Breadth.line } }

    /// Measures it as the watch would.
    func measure(budget: Int, batch: Int, _ random: inout SeededRandom) -> Breadth? {
        var categories = rates.indices.map {
            Breadth.Category(harm: "harm \($0 % Self.harms)", field: "field \($0 / Self.harms)")
        }
        guard let allocation = Breadth.Allocation(budget: budget) else { return nil }
        while let breadth = Breadth(categories, origin: origin) {
            let shares = allocation.next(breadth, batch: batch)
            guard shares.contains(where: { $0 > 0 }) else { return breadth }
            for (place, trials) in shares.enumerated() where trials > 0 {
                let more = SimulatedModel(rate: rates[place]).count(trials, &random)
                categories[place].count = categories[place].count + more
            }
        }
        return nil
    }
}
