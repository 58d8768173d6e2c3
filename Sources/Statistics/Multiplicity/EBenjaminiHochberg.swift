#if canImport(Glibc)
    import Glibc
#endif

/// e-BH (Wang and Ramdas, J. R. Stat. Soc. B 84, 2022): rejects the k hypotheses with the largest e-values, k the
/// largest with e_(k) ≥ K/(αk). The false discovery rate is at most alpha under any dependence.
///
/// Takes e-values, such as an `EProcess` has at a stopping time. The statistic of `ShiryaevRoberts` is none.
package enum EBenjaminiHochberg {
    /// Natural logarithms in, the places of the rejected hypotheses out, ascending.
    package static func rejections(logEValues: [Double], alpha: Double) -> [Int] {
        let order = logEValues.indices.sorted { logEValues[$0] > logEValues[$1] }
        let streams = Double(logEValues.count)
        let last = order.indices.last { rank in
            logEValues[order[rank]] >= log(streams / (alpha * Double(rank + 1)))
        }
        guard let last else { return [] }
        return order[...last].sorted()
    }
}
