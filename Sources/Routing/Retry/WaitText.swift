/// Reads spans of time as vendors write them, into whole milliseconds, rounded up. nil: no such span.
enum WaitText {
    /// Longer numbers are no span that anybody means, and could overflow.
    private static let longestNumber = 15

    /// A decimal number of units: `12`, `1.5`.
    ///
    /// - Parameter unit: nanoseconds.
    static func milliseconds(_ text: some StringProtocol, unit: Int64) -> Int64? {
        nanoseconds(Array(text.utf8)[...], unit: unit).map(roundedUp)
    }

    /// What Go's `Duration.String` writes (`6m0s`, `1m30.5s`, `250ms`, `12µs`), and days before it.
    static func duration(_ text: some StringProtocol) -> Int64? {
        var rest = Array(text.utf8)[...]
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            let number = rest.prefix { isNumber($0) }
            rest = rest[number.endIndex...]
            let name = rest.prefix { !isNumber($0) }
            rest = rest[name.endIndex...]
            guard let unit = units[String(decoding: name, as: UTF8.self)], let part = nanoseconds(number, unit: unit)
            else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            total = overflow ? Int64.max : sum
        }
        return roundedUp(total)
    }

    /// What stands before the decimal point of a number.
    static func whole(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy(isNumber) else { return nil }
        let whole = bytes.prefix { $0 != UInt8(ascii: ".") }
        return whole.count <= longestNumber ? Int64(String(decoding: whole, as: UTF8.self)) : nil
    }

    static let second: Int64 = 1_000_000_000
    static let millisecond: Int64 = 1_000_000

    /// The two spellings of micro are U+00B5 and U+03BC.
    private static let units: [String: Int64] = [
        "ns": 1, "us": 1_000, "\u{B5}s": 1_000, "\u{3BC}s": 1_000, "ms": millisecond, "s": second, "m": 60 * second,
        "h": 3_600 * second, "d": 86_400 * second,
    ]

    private static func roundedUp(_ nanoseconds: Int64) -> Int64 {
        nanoseconds / millisecond + (nanoseconds % millisecond > 0 ? 1 : 0)
    }

    private static func isNumber(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
    }

    private static func nanoseconds(_ text: ArraySlice<UInt8>, unit: Int64) -> Int64? {
        guard text.allSatisfy(isNumber) else { return nil }
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.count <= longestNumber,
            let units = Int64(String(decoding: whole, as: UTF8.self))
        else { return nil }
        let (base, overflow) = units.multipliedReportingOverflow(by: unit)
        guard !overflow else { return Int64.max }
        guard parts.count == 2 else { return base }
        guard !parts[1].isEmpty, !parts[1].contains(UInt8(ascii: ".")) else { return nil }
        var place = unit
        var fraction: Int64 = 0
        for digit in parts[1] {
            place /= 10
            fraction += place * Int64(digit - UInt8(ascii: "0"))
        }
        return base.addingReportingOverflow(fraction).overflow ? Int64.max : base + fraction
    }
}
