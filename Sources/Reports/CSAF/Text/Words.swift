extension String {
    /// Enough of it to know it again in a message.
    var excerpt: String { count > 80 ? prefix(80) + "…" : self }
}

extension [String] {
    var listed: String { map { "`\($0)`" }.joined(separator: ", ") }
}
