/// What a failed answer's header fields say about asking the same model again.
///
/// Read in the order of how exactly they speak: `retry-after-ms`, `retry-after` (seconds or a date), then the resets of
/// those limits that are spent. The first that can be read counts; what cannot be read is as if it were not there.
package struct RetryAdvice: Sendable, Equatable {
    /// As long as the longest total clock that settings allow: a wait of this length fits into no exchange, so that a
    /// longer one would say nothing more and could only overflow or outlive a provider's mistake.
    package static let longestFloor: Duration = .seconds(86_400)

    /// Nobody is to ask again sooner. nil: no time was named. Zero: at once, or the time is past.
    package let floor: Duration?
    /// `x-should-retry`: the provider's own word, which overrules what the status suggests. nil: it said nothing.
    package let shouldRetry: Bool?

    package init(floor: Duration? = nil, shouldRetry: Bool? = nil) {
        self.floor = floor.map { min(max($0, .zero), Self.longestFloor) }
        self.shouldRetry = shouldRetry
    }

    /// - Parameter fields: of the answer's head; names in any case.
    /// - Parameter nowUnixSeconds: wall time, only to turn dates into spans.
    package init(fields: some Sequence<(name: String, value: String)>, nowUnixSeconds: Int64) {
        var read: [String: String] = [:]
        for (name, value) in fields {
            let name = name.lowercased()
            // Of a field sent twice the first counts, as in the vendors' own libraries.
            if Self.concerns(name), read[name] == nil { read[name] = Self.trimmed(value) }
        }
        let milliseconds =
            read["retry-after-ms"].flatMap { WaitText.milliseconds($0, unit: WaitText.millisecond) }
            ?? read["retry-after"].flatMap { Self.retryAfter($0, nowUnixSeconds) }
            ?? LimitResets.longest(in: read, nowUnixSeconds: nowUnixSeconds)
        let shouldRetry: Bool? =
            switch read["x-should-retry"]?.lowercased() {
            case "true": true
            case "false": false
            default: nil
            }
        self.init(floor: milliseconds.map { .milliseconds($0) }, shouldRetry: shouldRetry)
    }

    private static func concerns(_ name: String) -> Bool {
        name == "retry-after" || name == "retry-after-ms" || name == "x-should-retry" || LimitResets.concerns(name)
    }

    private static func retryAfter(_ text: String, _ now: Int64) -> Int64? {
        if let span = WaitText.milliseconds(text, unit: WaitText.second) ?? WaitText.duration(text) { return span }
        return (DateReader.httpDate(text, nowUnixSeconds: now) ?? DateReader.rfc3339(text)).map {
            LimitResets.span(until: $0, from: now)
        }
    }

    private static func trimmed(_ text: String) -> String {
        let visible = text.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        guard let last = visible.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return "" }
        return String(text[visible.startIndex...last])
    }
}
