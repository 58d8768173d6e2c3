/// The draft of 2 July 2026: four axes, their sum, and five bands.
extension Finding.CJS {
    package enum Axis: String, CaseIterable, Sendable {
        case capabilityGain = "capability gain"
        case breadth, ease, discoverability

        /// Twice the values that the scale names.
        package var values: [Int] {
            switch self {
            case .capabilityGain: [0, 2, 4, 6, 8]
            case .breadth, .ease: [0, 2, 3, 4]
            case .discoverability: [0, 2, 4]
            }
        }
    }

    /// Twice the axis; nil: not assessed.
    package subscript(axis: Axis) -> Int? {
        switch axis {
        case .capabilityGain: capabilityGain
        case .breadth: breadth
        case .ease: ease
        case .discoverability: discoverability
        }
    }

    /// Twice the sum of what is assessed. A score is a floor: what is not assessed adds nothing. nil until a person has said
    /// what capability is gained, for without that it measures nothing; none gained is 0 whatever else.
    package var score: Int? {
        guard let capabilityGain else { return nil }
        if capabilityGain <= 0 { return 0 }
        return Axis.allCases.reduce(0) { $0 + max(0, self[$1] ?? 0) }
    }

    /// 0 to 4: nothing, from 1, from 4, from 7, from 9.
    package var level: Int? {
        score.map { score in
            switch score {
            case ...0: 0
            case ..<8: 1
            case ..<14: 2
            case ..<18: 3
            default: 4
            }
        }
    }

    /// For people: `CJS-2 (5)`, with `at least` where an axis is missing that could add to it.
    package var levelWords: String {
        guard let score, let level else { return "not assessed" }
        let isFloor = score > 0 && Axis.allCases.contains { self[$0] == nil }
        return "CJS-\(level) (\(isFloor ? "at least " : "")\(Self.halved(score)))"
    }

    /// What is assessed, axis by axis.
    package var words: String {
        let all = Axis.allCases.compactMap { axis in self[axis].map { "\(axis.rawValue) \(Self.halved($0))" } }
        return all.isEmpty ? "nothing" : all.joined(separator: ", ")
    }

    package static func halved(_ double: Int) -> String { "\(double / 2)\(double % 2 == 0 ? "" : ".5")" }

    /// Each axis from the other where that has it.
    package func overlaid(by other: Finding.CJS) -> Finding.CJS {
        Finding.CJS(
            capabilityGain: other.capabilityGain ?? capabilityGain,
            breadth: other.breadth ?? breadth,
            ease: other.ease ?? ease,
            discoverability: other.discoverability ?? discoverability
        )
    }
}
