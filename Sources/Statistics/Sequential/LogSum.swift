#if canImport(Glibc)
    import Glibc
#endif

/// Sums of numbers that are kept as logarithms because they would leave the range of a double.
enum LogSum {
    /// ln(1 + eˣ); 0 for −∞.
    static func onePlus(_ x: Double) -> Double {
        x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))
    }

    /// The logarithm of the mean of the numbers whose logarithms are given; −∞ when all are.
    static func mean(_ logarithms: [Double]) -> Double {
        guard let largest = logarithms.max(), largest > -.infinity else { return -.infinity }
        var sum = 0.0
        for logarithm in logarithms { sum += exp(logarithm - largest) }
        return largest + log(sum / Double(logarithms.count))
    }
}
