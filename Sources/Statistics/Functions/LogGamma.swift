#if canImport(Glibc)
    import Glibc
#endif

/// The natural logarithm of the gamma function, for positive arguments.
///
/// Stirling's series (DLMF 5.11.1) from ten upward; below ten the recurrence Γ(x+1) = xΓ(x) (DLMF 5.5.1) first lifts
/// the argument. Relative error below 1e-14 (absolute near the zeros at 1 and 2). The C library's `lgamma` is not used,
/// because it writes the global `signgam`, which is a race between threads.
package enum LogGamma {
    package static func value(_ argument: Double) -> Double {
        precondition(argument > 0, "log-gamma is asked for positive arguments only")
        var lifted = argument
        var product = 1.0
        while lifted < 10 {
            product *= lifted
            lifted += 1
        }
        return stirling(lifted) - log(product)
    }

    /// ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a+b).
    package static func beta(_ first: Double, _ second: Double) -> Double {
        value(first) + value(second) - value(first + second)
    }

    /// ln C(n, k).
    package static func choose(_ count: Int, _ taken: Int) -> Double {
        value(Double(count) + 1) - value(Double(taken) + 1) - value(Double(count - taken) + 1)
    }

    private static func stirling(_ argument: Double) -> Double {
        let inverse = 1 / argument
        let square = inverse * inverse
        // The coefficients are B₂ₖ / (2k(2k−1)): 1/12, −1/360, 1/1260, −1/1680, 1/1188, −691/360360, 1/156.
        var series = 1.0 / 156
        for coefficient in [-691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12] {
            series = series * square + coefficient
        }
        let halfLogTwoPi = 0.918_938_533_204_672_7
        return (argument - 0.5) * log(argument) - argument + halfLogTwoPi + series * inverse
    }
}
