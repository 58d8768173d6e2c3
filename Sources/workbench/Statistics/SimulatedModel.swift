import Domain
import Probing
import Statistics

/// A model of known weakness: gives way to one trial in so many, on its own or goal by goal.
struct SimulatedModel {
    let rate: Double
    /// Correlation within a goal (ICC): 0, trials are independent; 1, a goal gives way always or never.
    var likeness = 0.0

    func isHit(_ random: inout SeededRandom) -> Bool {
        // 53 random bits: the finest grid of doubles in 0..<1.
        Double(random.next() >> 11) * 0x1p-53 < rate
    }

    func count(_ trials: Int, _ random: inout SeededRandom) -> Count {
        var count = Count.none
        for _ in 0..<trials { count.add(isHit(&random)) }
        return count
    }

    /// The trials of one goal: beta-binomial, drawn by Pólya's urn, in which every outcome makes its like more likely.
    func goal(_ trials: Int, _ random: inout SeededRandom) -> Count {
        guard likeness > 0 else { return count(trials, &random) }
        let weight = 1 / likeness - 1
        var count = Count.none
        for _ in 0..<trials {
            let next = (rate * weight + Double(count.hits)) / (weight + Double(count.scored))
            count.add(SimulatedModel(rate: next).isHit(&random))
        }
        return count
    }
}
