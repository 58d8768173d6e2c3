/// Dates as protocols write them, in UTC, without a formatter.
package enum ClockText {
    package struct Civil: Equatable {
        package var year: Int
        package var month: Int
        package var day: Int
        package var hour: Int
        package var minute: Int
        package var second: Int
        /// 0 is Sunday.
        package var weekday: Int
    }

    /// Days to a date by the era arithmetic of Hinnant's `civil_from_days`; for times since 1970.
    package static func civil(unixSeconds: Int64) -> Civil {
        let seconds = Int(unixSeconds)
        let days = seconds / 86_400
        let shifted = days + 719_468
        let era = shifted / 146_097
        let day = shifted - era * 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let ofYear = day - (365 * year + year / 4 - year / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        let time = seconds % 86_400
        return Civil(
            year: year + era * 400 + (month <= 2 ? 1 : 0),
            month: month,
            day: ofYear - (153 * fromMarch + 2) / 5 + 1,
            hour: time / 3600,
            minute: time / 60 % 60,
            second: time % 60,
            weekday: (days + 4) % 7
        )
    }

    /// IMF-fixdate of RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func httpDate(unixSeconds: Int64) -> String {
        let date = civil(unixSeconds: unixSeconds)
        let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.weekday]
        let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][date.month - 1]
        return
            "\(weekday), \(two(date.day)) \(month) \(date.year) \(two(date.hour)):\(two(date.minute)):\(two(date.second)) GMT"
    }

    /// RFC 3339 with milliseconds: `2026-06-12T21:30:00.000Z`.
    package static func rfc3339(unixMilliseconds: UInt64) -> String {
        let millis = Int(unixMilliseconds % 1000)
        return "\(dateAndTime(civil(unixSeconds: Int64(unixMilliseconds / 1000))))."
            + (millis < 10 ? "00" : millis < 100 ? "0" : "") + "\(millis)Z"
    }

    /// RFC 3339 in whole seconds: `2026-06-12T21:30:00Z`.
    package static func rfc3339(unixSeconds: Int64) -> String { dateAndTime(civil(unixSeconds: unixSeconds)) + "Z" }

    /// The day in UTC: `2026-06-12`.
    package static func day(unixMilliseconds: UInt64) -> String {
        day(civil(unixSeconds: Int64(unixMilliseconds / 1000)))
    }

    private static func dateAndTime(_ date: Civil) -> String {
        "\(day(date))T\(two(date.hour)):\(two(date.minute)):\(two(date.second))"
    }

    private static func day(_ date: Civil) -> String { "\(date.year)-\(two(date.month))-\(two(date.day))" }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
