#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Output lines that a waiting script sees at once, also through a pipe.
enum Report {
    static func line(_ text: String) {
        print(text)
        fflush(nil)
    }

    /// One JSON object on one line, keys in the given order. Values are written as given: numbers or `null`.
    static func json(_ fields: KeyValuePairs<String, String>) -> String {
        "{" + fields.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}"
    }

    /// Microseconds with one decimal; `null` without a measurement.
    static func microseconds(_ nanoseconds: UInt64?) -> String {
        guard let nanoseconds else { return "null" }
        return decimal(Double(nanoseconds) / 1000)
    }

    static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}
