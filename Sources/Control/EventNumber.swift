import Domain

/// Names that people read out to each other: `HF-RC-2026-0001`, numbered within the year of UTC.
package enum EventNumber {
    /// - Parameters:
    ///   - kind: `RC` for recalls, `DR` drills, `CT` certificates, `FD` findings, `WA` alarms of the watch.
    ///   - now: Unix milliseconds.
    ///   - taken: of all kinds there may be.
    ///   - ahead: 1 for the next, 2 for the one after.
    package static func next(_ kind: String, at now: UInt64, among taken: some Sequence<String>, ahead: Int = 1)
        -> String
    {
        let mark = "HF-\(kind)-\(ClockText.rfc3339(unixMilliseconds: now).prefix(4))-"
        let last = taken.compactMap { $0.hasPrefix(mark) ? Int($0.dropFirst(mark.count)) : nil }.max() ?? 0
        let number = String(last + ahead)
        return mark + String(repeating: "0", count: max(0, 4 - number.count)) + number
    }
}
