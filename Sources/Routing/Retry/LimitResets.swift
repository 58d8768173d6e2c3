/// When a vendor's limits are whole again, from `x-ratelimit-reset-requests`, `anthropic-ratelimit-tokens-reset`,
/// `x-ratelimit-reset`, `ratelimit-reset` and their like.
///
/// A reset counts only if its own limit is spent (`remaining` is 0, or is not told and no status says "allowed").
/// Vendors send all of them with every answer; the others tell how long a full allowance takes, not how long to wait.
enum LimitResets {
    /// Numbers from here on are no spans but Unix times: in seconds (2001), in milliseconds (also 2001).
    private static let leastUnixSeconds: Int64 = 1_000_000_000
    private static let leastUnixMilliseconds: Int64 = 1_000_000_000_000

    static func concerns(_ name: String) -> Bool {
        // Joined fields of the kind have at most a dozen segments; the bound keeps the splitting cheap.
        name.utf8.count <= 80 && segments(of: name).contains { $0 == "ratelimit" }
    }

    /// The longest of the spent ones, in milliseconds: before that one is over, the next request is refused as well.
    ///
    /// - Parameter fields: by lower-case name.
    static func longest(in fields: [String: String], nowUnixSeconds now: Int64) -> Int64? {
        fields.compactMap { name, value -> Int64? in
            guard let partners = partners(of: name) else { return nil }
            let isSpent =
                fields[partners.remaining].map { isZero($0) } ?? fields[partners.status].map { $0 != "allowed" } ?? true
            return isSpent ? span(value, now) : nil
        }.max()
    }

    static func span(until then: Int64, from now: Int64) -> Int64 {
        let (seconds, overflow) = then.subtractingReportingOverflow(now)
        return overflow ? 0 : max(0, min(seconds, leastUnixSeconds)) * 1_000
    }

    private static func span(_ text: String, _ now: Int64) -> Int64? {
        if let whole = WaitText.whole(text), whole >= leastUnixSeconds {
            return span(until: whole >= leastUnixMilliseconds ? (whole + 999) / 1_000 : whole, from: now)
        }
        if let span = WaitText.milliseconds(text, unit: WaitText.second) { return span }
        return WaitText.duration(text) ?? DateReader.rfc3339(text).map { span(until: $0, from: now) }
    }

    private static func partners(of name: String) -> (remaining: String, status: String)? {
        var parts = segments(of: name)
        guard let reset = parts.firstIndex(of: "reset") else { return nil }
        parts[reset] = "remaining"
        let remaining = parts.joined(separator: "-")
        parts[reset] = "status"
        return (remaining, parts.joined(separator: "-"))
    }

    private static func segments(of name: String) -> [Substring] {
        name.split(separator: "-", omittingEmptySubsequences: false)
    }

    private static func isZero(_ text: String) -> Bool { WaitText.milliseconds(text, unit: WaitText.second) == 0 }
}
