/// The step-down procedure of Holm (Scand. J. Stat. 6, 1979): the chance of even one false rejection is at most alpha,
/// under any dependence.
package enum Holm {
    /// p-values made comparable to alpha, in the order given, at most 1.
    package static func adjusted(_ pValues: [Double]) -> [Double] {
        var adjusted = pValues
        var floor = 0.0
        for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
            floor = max(floor, min(1, Double(pValues.count - rank) * pValues[index]))
            adjusted[index] = floor
        }
        return adjusted
    }

    /// The places of the rejected hypotheses, ascending.
    package static func rejections(_ pValues: [Double], alpha: Double) -> [Int] {
        let adjusted = adjusted(pValues)
        return adjusted.indices.filter { adjusted[$0] <= alpha }
    }
}
