/// The equations of CVSS version 2 (A Complete Guide to CVSS version 2.0, section 3.2); results in tenths.
/// For the least of vectors the equations go below zero; a score ends there.
struct CVSSFormulas2 {
    let base: Int
    let temporal: Int
    let environmental: Int

    init(_ vector: CVSSVector) {
        func impact(_ weights: (Double, Double, Double)) -> Double {
            let (one, two, three) = weights
            return 10.41
                * (1 - (1 - vector.weight("C") * one) * (1 - vector.weight("I") * two)
                    * (1 - vector.weight("A") * three))
        }
        let exploitability = 20 * vector.weight("AV") * vector.weight("AC") * vector.weight("Au")
        func base(_ impact: Double) -> Int {
            Self.rounded((0.6 * impact + 0.4 * exploitability - 1.5) * (impact == 0 ? 0 : 1.176))
        }
        func temporal(_ base: Int) -> Int {
            Self.rounded(Double(base) / 10 * vector.weight("E") * vector.weight("RL") * vector.weight("RC"))
        }
        self.base = max(0, base(impact((1, 1, 1))))
        self.temporal = temporal(self.base)
        let requirements = (vector.weight("CR"), vector.weight("IR"), vector.weight("AR"))
        let adjusted = Double(temporal(base(min(10, impact(requirements))))) / 10
        environmental = max(
            0,
            Self.rounded((adjusted + (10 - adjusted) * vector.weight("CDP", absent: 0)) * vector.weight("TD"))
        )
    }

    /// To the nearest tenth; what binary floating point adds beyond a hundred-thousandth is cut off before.
    private static func rounded(_ value: Double) -> Int {
        Int(((value * 100_000).rounded() / 10_000).rounded())
    }
}
