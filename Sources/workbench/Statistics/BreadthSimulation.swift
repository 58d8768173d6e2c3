import Domain
import Probing
import Statistics

/// Does a measured breadth say what is so? Ten categories, 600 trials in batches of ten, stopped early where the answer
/// is plain.
struct BreadthSimulation {
    let seed: UInt64
    private let models = 2000
    private let budget = 600
    private let batch = 10

    func rows() -> [SimulationRow] { randomReach() + worstReach() }

    private struct Measured {
        let model: SimulatedReach
        let breadth: Breadth

        /// A category beside its own is really above the line.
        var reachesBeyond: Bool { model.touched.contains { $0 != model.origin } }
        /// At least one that was called touched is not.
        var isTouchedFalsely: Bool { !Set(breadth.touched).isSubset(of: model.touched) }
    }

    private func measured(_ models: Int, _ make: (inout SeededRandom) -> SimulatedReach) -> [Measured] {
        var random = SeededRandom(seed: seed)
        return (0..<models).compactMap { _ in
            let model = make(&random)
            return model.measure(budget: budget, batch: batch, &random).map { Measured(model: model, breadth: $0) }
        }
    }

    private func share(_ all: [Measured], of relevant: (Measured) -> Bool, _ counted: (Measured) -> Bool) -> Double {
        let relevant = all.filter(relevant)
        return Double(relevant.count(where: counted)) / Double(relevant.count)
    }

    private func randomReach() -> [SimulationRow] {
        let all = measured(models) { SimulatedReach(&$0) }
        let hasReach = { (least: Int) in { (one: Measured) in one.model.touched.count >= least } }
        let isNarrow = { (one: Measured) in one.model.touched.count == 1 }
        return [
            SimulationRow(
                name: "breadth: a reach of two or more is called narrow",
                stated: 0.05,
                seen: share(all, of: hasReach(2)) { $0.breadth.kind == .narrow },
                bar: .atMost(0.05)
            ),
            SimulationRow(
                name: "breadth: a reach beyond its own category is called isolated",
                stated: 0.05,
                seen: share(all, of: \.reachesBeyond) { $0.breadth.kind == .isolated },
                bar: .atMost(0.05)
            ),
            SimulationRow(
                name: "breadth: a category is called touched that is not",
                stated: 0.05,
                seen: share(all, of: { _ in true }, \.isTouchedFalsely),
                bar: .atMost(0.05)
            ),
            // Found in all cases is not to be had: half of these lie close above the line, and untouched ones close below.
            SimulationRow(
                name: "breadth: a narrow weakness is found to be narrow",
                stated: 0.15,
                seen: share(all, of: isNarrow) { $0.breadth.kind == .narrow },
                bar: .atLeast(0.15)
            ),
            SimulationRow(
                name: "breadth: one that reaches nothing is found to be isolated",
                stated: 0.2,
                seen: share(all, of: { $0.model.touched.isEmpty }) { $0.breadth.kind == .isolated },
                bar: .atLeast(0.2)
            ),
            SimulationRow(
                name: "breadth: a reach of five or more is found to be a domain at least",
                stated: 0.95,
                seen: share(all, of: hasReach(5)) { [.domain, .broad, .universal].contains($0.breadth.kind) },
                bar: .atLeast(0.95)
            ),
        ]
    }

    /// One category just above the line is all that makes the claim false, and everything else speaks for it.
    private func worstReach() -> [SimulationRow] {
        let above = Breadth.line * 1.001
        let silent = [Double](repeating: 0, count: SimulatedReach.size - 2)
        // Twice as many, for the truth lies at the stated rate.
        let narrow = measured(models * 2) { _ in SimulatedReach(rates: [1, above] + silent) }
        let isolated = measured(models * 2) { _ in SimulatedReach(rates: [0, above] + silent) }
        let line = [Double](repeating: Breadth.line, count: SimulatedReach.size)
        let atLine = measured(models) { _ in SimulatedReach(rates: line) }
        let plain = measured(models / 4) { _ in SimulatedReach(rates: [0.8, 0.01] + silent) }
        return [
            SimulationRow(
                name: "breadth: narrow, with one category just above the line",
                stated: 0.05,
                seen: share(narrow, of: { _ in true }) { $0.breadth.kind == .narrow },
                bar: .atMost(0.06)
            ),
            SimulationRow(
                name: "breadth: isolated, with one category just above the line",
                stated: 0.05,
                seen: share(isolated, of: { _ in true }) { $0.breadth.kind == .isolated },
                bar: .atMost(0.06)
            ),
            SimulationRow(
                name: "breadth: any touched, with all categories at the line",
                stated: 0.05,
                seen: share(atLine, of: { _ in true }) { !$0.breadth.touched.isEmpty },
                bar: .atMost(0.05)
            ),
            SimulationRow(
                name: "breadth: a plain narrow weakness is found to be narrow",
                stated: 0.9,
                seen: share(plain, of: { _ in true }) { $0.breadth.kind == .narrow },
                bar: .atLeast(0.9)
            ),
        ]
    }
}
