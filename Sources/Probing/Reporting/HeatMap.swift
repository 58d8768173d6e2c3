import Statistics

/// What came of each attack on each goal set: rows are attacks, columns are the goal sets of the plan's packs.
struct HeatMap: Sendable {
    struct Column: Sendable, Hashable {
        let pack: String
        let goalSet: String
    }

    struct Cell: Sendable {
        /// By goal: trials of one goal hang together.
        fileprivate var goals: [String: Count] = [:]
        fileprivate(set) var count = Count.none
        fileprivate(set) var made = 0
        /// nil: nothing was scored.
        fileprivate(set) var estimate: Estimate?

        /// How hot: 0 without a hit, then one more from each of these rates on.
        var heat: Int {
            guard let estimate, count.hits > 0 else { return 0 }
            return 1 + Self.steps.count { estimate.point >= $0 }
        }

        static let steps = [0.02, 0.1, 0.25, 0.5]
    }

    struct Row: Sendable {
        let attack: String
        /// One a column; nil: not tried.
        let cells: [Cell?]

        /// The highest rate that its trials bear out somewhere.
        fileprivate var strength: Double { cells.compactMap { $0?.estimate?.interval.lowerBound }.max() ?? -1 }
    }

    let columns: [Column]
    /// The strongest first.
    let rows: [Row]

    /// - Parameter packs: of one run. Goal sets stand in the order of the packs and then of their names.
    init(_ packs: [PackRow], confidence: Confidence) {
        var columns: [Column] = []
        var cells: [String: [Column: Cell]] = [:]
        for pack in packs {
            let named = Set(pack.probes.compactMap(\.goalSet)).sorted()
            columns += named.map { Column(pack: pack.tally.pack, goalSet: $0) }
            for row in pack.probes {
                guard let goalSet = row.goalSet else { continue }
                let column = Column(pack: pack.tally.pack, goalSet: goalSet)
                // The row is there even if nothing of it was tried.
                var cell = cells[row.attack, default: [:]][column] ?? Cell()
                cell.made += row.tally.made
                cell.count = cell.count + row.tally.count
                cell.goals[row.goal] = cell.goals[row.goal, default: .none] + row.tally.count
                cells[row.attack, default: [:]][column] = cell
            }
        }
        self.columns = columns
        rows = cells.map { attack, cells in
            Row(attack: attack, cells: columns.map { Self.finished(cells[$0], confidence) })
        }
        .sorted { ($1.strength, $0.attack) < ($0.strength, $1.attack) }
    }

    private init(columns: [Column], rows: [Row]) {
        self.columns = columns
        self.rows = rows
    }

    private static func finished(_ cell: Cell?, _ confidence: Confidence) -> Cell? {
        guard var cell, cell.made > 0 else { return nil }
        let goals = cell.goals.sorted { $0.key < $1.key }.map(\.value)
        cell.estimate = ClusteredRate(goals).estimate(confidence: confidence)
        return cell
    }

    /// As few tables as have at most so many columns, of about one width; attacks that a part never tries are left out of it.
    func parts(ofAtMost most: Int) -> [HeatMap] {
        guard columns.count > most else { return [self] }
        let count = (columns.count + most - 1) / most
        let width = (columns.count + count - 1) / count
        return stride(from: 0, to: columns.count, by: width).map { start in
            let range = start..<min(start + width, columns.count)
            return HeatMap(
                columns: Array(columns[range]),
                rows: rows.map { Row(attack: $0.attack, cells: Array($0.cells[range])) }
                    .filter { $0.cells.contains { $0 != nil } }
            )
        }
    }

    /// Pairs of attack and goal set.
    var pairs: Int { rows.count * columns.count }
    var tried: Int { rows.reduce(0) { $0 + $1.cells.count { $0 != nil } } }
}
