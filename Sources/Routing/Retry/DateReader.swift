import Domain

/// Reads the dates of HTTP fields into Unix seconds. nil: no such date.
package enum DateReader {
    /// RFC 9110 §5.6.7: IMF-fixdate, and the two older forms that a recipient must still take.
    ///
    /// - Parameter nowUnixSeconds: settles the century of the two-digit year: not more than 50 years ahead.
    package static func httpDate(_ text: String, nowUnixSeconds: Int64) -> Int64? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" })
        switch words.count {
        // Sun, 06 Nov 1994 08:49:37 GMT · Sunday, 06-Nov-94 08:49:37 GMT
        case 6 where words[5] == "GMT":
            guard let day = number(words[1]), let month = month(words[2]), var year = number(words[3]),
                let time = time(words[4])
            else { return nil }
            if words[3].utf8.count == 2 {
                let thisYear = ClockText.civil(unixSeconds: max(0, nowUnixSeconds)).year
                year += thisYear / 100 * 100
                if year > thisYear + 50 { year -= 100 }
            }
            return seconds(year, month, day).map { $0 + time }
        // Sun Nov  6 08:49:37 1994
        case 5:
            guard let month = month(words[1]), let day = number(words[2]), let time = time(words[3]),
                let year = number(words[4])
            else { return nil }
            return seconds(year, month, day).map { $0 + time }
        default: return nil
        }
    }

    /// RFC 3339: `2026-06-12T21:30:00Z`, with a fraction (rounded up, for it ends a wait) or an offset.
    static func rfc3339(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10])
        else { return nil }
        func part(_ range: Range<Int>) -> Substring { Substring(decoding: bytes[range], as: UTF8.self) }
        guard let year = number(part(0..<4)), let month = number(part(5..<7)), let day = number(part(8..<10)),
            let time = time(part(11..<19)), let date = seconds(year, month, day)
        else { return nil }
        var at = 19
        var fraction: Int64 = 0
        if bytes[at] == UInt8(ascii: ".") {
            let digits = bytes[20...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty else { return nil }
            fraction = digits.contains { $0 != UInt8(ascii: "0") } ? 1 : 0
            at += 1 + digits.count
        }
        return offset(part(at..<bytes.count)).map { date + time + fraction - $0 }
    }

    private static func offset(_ text: Substring) -> Int64? {
        if text == "Z" || text == "z" { return 0 }
        let sign: Int64 = text.first == "-" ? -1 : 1
        guard text.utf8.count == 6, text.first == "+" || text.first == "-" else { return nil }
        return time(text.dropFirst() + ":00").map { $0 * sign }
    }

    /// Days from the civil date by Hinnant's `days_from_civil`; nil for a day that the calendar does not have.
    private static func seconds(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
        let found = Int64(days) * 86_400
        return ClockText.civil(unixSeconds: found).day == day ? found : nil
    }

    /// `hh:mm:ss`; a leap second is let through as the next one.
    private static func time(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = number(parts[0]),
            let minute = number(parts[1]), let second = number(parts[2]), hour < 24, minute < 60, second <= 60
        else { return nil }
        return Int64(hour * 3_600 + minute * 60 + second)
    }

    private static func month(_ text: some StringProtocol) -> Int? {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            .firstIndex(of: String(text)).map { $0 + 1 }
    }

    /// Digits only: `Int` alone would take a sign.
    private static func number(_ text: some StringProtocol) -> Int? {
        text.utf8.count <= 4 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ? Int(text) : nil
    }
}
