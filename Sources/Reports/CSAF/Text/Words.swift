extension String {
    /// Enough of it to know it again in a message. Counted in scalars: one character can be made of a million.
    var excerpt: String {
        let start = String(String.UnicodeScalarView(unicodeScalars.prefix(80)))
        return start.utf8.count == utf8.count ? self : start + "…"
    }
}

extension [String] {
    var listed: String { map { "`\($0)`" }.joined(separator: ", ") }
}
