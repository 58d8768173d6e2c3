/// The equations of CVSS version 3 (Specification Document, section 7.1 to 7.3 of v3.1 and section 8 of v3.0); results in
/// tenths. The two versions differ in rounding, and in the impact of an environment whose scope is changed.
struct CVSSFormulas3 {
    let base: Int
    let temporal: Int
    let environmental: Int

    init(_ vector: CVSSVector, roundUp: (Double) -> Int) {
        func exploitability(_ prefix: String, isChanged: Bool) -> Double {
            func weight(_ code: String) -> Double {
                (vector.defined(prefix + code) ?? vector.defined(code))?.weight ?? 1
            }
            let privileges = (vector.defined(prefix + "PR") ?? vector.defined("PR"))?.code ?? "N"
            return 8.22 * weight("AV") * weight("AC") * Self.privileges(privileges, isChanged: isChanged) * weight("UI")
        }
        func score(_ impact: Double, _ exploitability: Double, isChanged: Bool) -> Int {
            guard impact > 0 else { return 0 }
            return roundUp(min((impact + exploitability) * (isChanged ? 1.08 : 1), 10))
        }
        let aging = vector.weight("E") * vector.weight("RL") * vector.weight("RC")

        let isChanged = vector["S"]?.code == "C"
        let loss = 1 - (1 - vector.weight("C")) * (1 - vector.weight("I")) * (1 - vector.weight("A"))
        let impact = isChanged ? 7.52 * (loss - 0.029) - 3.25 * Self.power(loss - 0.02, 15) : 6.42 * loss
        base = score(impact, exploitability("", isChanged: isChanged), isChanged: isChanged)
        temporal = roundUp(Double(base) / 10 * aging)

        let isMoved = (vector.defined("MS") ?? vector["S"])?.code == "C"
        func kept(_ code: String) -> Double {
            1 - vector.weight(code + "R") * ((vector.defined("M" + code) ?? vector.defined(code))?.weight ?? 0)
        }
        let left = min(1 - kept("C") * kept("I") * kept("A"), 0.915)
        let power =
            vector.version == .threeOne ? Self.power(left * 0.9731 - 0.02, 13) : Self.power(left - 0.02, 15)
        let modified = isMoved ? 7.52 * (left - 0.029) - 3.25 * power : 6.42 * left
        let moved = score(modified, exploitability("M", isChanged: isMoved), isChanged: isMoved)
        environmental = roundUp(Double(moved) / 10 * aging)
    }

    /// Privileges weigh less where the scope changes.
    private static func privileges(_ code: String, isChanged: Bool) -> Double {
        switch code {
        case "L": isChanged ? 0.68 : 0.62
        case "H": isChanged ? 0.5 : 0.27
        default: 0.85
        }
    }

    /// Appendix A of v3.1: up to the next tenth, but for what lies below a hundred-thousandth.
    static func roundedUp(_ value: Double) -> Int {
        let scaled = Int((value * 100_000).rounded())
        return scaled % 10_000 == 0 ? scaled / 10_000 : scaled / 10_000 + 1
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }
}
