import Domain

/// A sample of a pack's probes: seeded, and spread as evenly as the number allows.
///
/// Each cell gets its share by its size. Within a cell goals and attacks are shuffled, and the sample walks down the diagonal of
/// goals × attacks, a step aside after each full lap: of any beginning of that walk, no two goals and no two attacks differ by
/// more than one trial, and no pair comes twice before all have come. At the end everything is shuffled, so that a run that
/// stops early has seen a fair part.
package struct PackDraw: Sendable, Hashable {
    /// In the order in which to try them. A probe comes again only when the sample is larger than its cell.
    package var probes: [Probe]

    package init(from pack: Pack, count: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let cells = pack.cells.compactMap { cell in
            pack[set: cell.goals].map { Grid(probes: pack.probes(of: cell), goals: $0.goals.count) }
        }.filter { !$0.probes.isEmpty }
        let shares = Self.shares(of: max(0, count), by: cells.map(\.probes.count), &random)
        var drawn: [Probe] = []
        for (cell, share) in zip(cells, shares) { drawn += cell.walk(share, &random) }
        self.probes = random.shuffled(drawn)
    }

    /// By largest remainder; equal remainders by lot.
    static func shares(of count: Int, by sizes: [Int], _ random: inout SeededRandom) -> [Int] {
        let whole = sizes.reduce(0, +)
        guard whole > 0 else { return sizes.map { _ in 0 } }
        // In two parts, so that the product cannot overflow for any count.
        let rounds = count / whole
        let rest = count % whole
        var shares = sizes.map { rounds * $0 + rest * $0 / whole }
        let lots = random.shuffled(Array(sizes.indices))
        let order = sizes.indices.sorted { one, other in
            (rest * sizes[other] % whole, lots[one]) < (rest * sizes[one] % whole, lots[other])
        }
        for index in order.prefix(count - shares.reduce(0, +)) { shares[index] += 1 }
        return shares
    }

    /// A cell's probes, row by row: a row is a goal, a column an attack.
    private struct Grid {
        var probes: [Probe]
        var goals: Int

        func walk(_ count: Int, _ random: inout SeededRandom) -> [Probe] {
            let attacks = probes.count / goals
            let rows = random.shuffled(Array(0..<goals))
            let columns = random.shuffled(Array(0..<attacks))
            let lap = goals / Self.commonDivisor(goals, attacks) * attacks
            return (0..<count).map { step in
                let step = step % probes.count
                let row = rows[step % goals]
                let column = columns[(step + step / lap) % attacks]
                return probes[row * attacks + column]
            }
        }

        private static func commonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : commonDivisor(b, a % b) }
    }
}
