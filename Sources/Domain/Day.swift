/// A day in UTC.
package struct Day: Sendable, Hashable, Comparable {
    private static let length: UInt64 = 86_400_000

    /// Days since 1970.
    package let number: UInt64

    package init(unixMilliseconds: UInt64) {
        number = unixMilliseconds / Self.length
    }

    /// So many days, the oldest first and this one last.
    package func last(_ count: Int) -> [Day] {
        (0..<count).reversed().map { Day(number: number - min(number, UInt64($0))) }
    }

    package func after(_ days: Int) -> Day { Day(number: number + UInt64(days)) }

    private init(number: UInt64) {
        self.number = number
    }

    /// `2026-11-28`
    package var text: String { ClockText.day(unixMilliseconds: start) }

    /// Unix milliseconds of its first moment.
    package var start: UInt64 { number * Self.length }
    /// Unix milliseconds of the next day's first moment.
    package var end: UInt64 { start + Self.length }

    /// Whole seconds from a moment of this day until it is over, at least one.
    package func secondsLeft(at unixMilliseconds: UInt64) -> Int {
        unixMilliseconds < end ? max(1, Int(clamping: (end - unixMilliseconds + 999) / 1000)) : 1
    }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}
