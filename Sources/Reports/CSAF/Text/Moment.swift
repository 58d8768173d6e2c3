/// A date and time of RFC 3339, to whatever fraction of a second it is written.
struct Moment: Comparable, Hashable {
    /// Since 1970, UTC; a leap second counts as the first of the next minute.
    private let seconds: Int
    /// Digits of the fraction, without zeros at the end: they compare as text.
    private let fraction: [UInt8]

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10].lowercased == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]), (1...12).contains(month),
            let day = Self.number(bytes[8..<10]), (1...Self.days(of: month, year)).contains(day),
            let hour = Self.number(bytes[11..<13]), hour < 24, let minute = Self.number(bytes[14..<16]), minute < 60,
            let second = Self.number(bytes[17..<19]), second <= 60
        else { return nil }
        var rest = bytes[19...]
        var digits: [UInt8] = []
        if rest.first == UInt8(ascii: ".") {
            digits = Array(rest.dropFirst().prefix(while: \.isDigit))
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count + 1)
            while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        }
        guard let offset = Self.offset(rest) else { return nil }
        let start = (Self.dayNumber(year, month, day) * 24 + hour) * 60 + minute - offset
        // A leap second ends a day of UTC.
        guard second < 60 || (start + 1) % 1_440 == 0 else { return nil }
        seconds = start * 60 + second
        fraction = digits
    }

    static func < (left: Moment, right: Moment) -> Bool {
        left.seconds == right.seconds
            ? left.fraction.lexicographicallyPrecedes(right.fraction) : left.seconds < right.seconds
    }

    /// In minutes; `Z` is 0.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(bytes)
        if bytes.count == 1, bytes[0].lowercased == UInt8(ascii: "z") { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]), hours < 24,
            let minutes = number(bytes[4..<6]), minutes < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.allSatisfy(\.isDigit) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(of month: Int, _ year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970 by the era arithmetic of Hinnant's `days_from_civil`, for years from 0.
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = (month <= 2 ? year - 1 : year) + 400
        let ofEra = year % 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return (year / 400) * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468 - 146_097
    }
}
