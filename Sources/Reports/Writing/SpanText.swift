/// Spans for people, in their two largest units.
package enum SpanText {
    package static func of(_ milliseconds: UInt64) -> String {
        let seconds = milliseconds / 1000
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return pair(seconds / 60, "min", seconds % 60, "s") }
        if seconds < 86_400 { return pair(seconds / 3600, "h", seconds % 3600 / 60, "min") }
        return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h")
    }

    private static func pair(_ large: UInt64, _ one: String, _ small: UInt64, _ other: String) -> String {
        small == 0 ? "\(large) \(one)" : "\(large) \(one) \(small) \(other)"
    }
}
