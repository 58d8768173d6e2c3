/// The part of a text that shows a verdict.
enum Excerpt {
    /// As `Judgement.excerpt` says, in characters; counted in scalars, which are never fewer.
    static let longest = 400

    /// The range with what stands around it; the middle of a long range is left out.
    static func around(_ range: Range<Int>, of scalars: [UInt32]) -> String {
        let margin = 80
        let start = max(0, min(range.lowerBound, scalars.count) - margin)
        let end = min(scalars.count, max(range.upperBound, start) + margin)
        return cut(string(scalars[start..<end]))
    }

    static func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > longest else { return text }
        let half = (longest - 3) / 2
        return String(String.UnicodeScalarView(scalars.prefix(half))) + " … "
            + String(String.UnicodeScalarView(scalars.suffix(half)))
    }

    private static func string(_ scalars: ArraySlice<UInt32>) -> String {
        var view = String.UnicodeScalarView()
        for value in scalars { view.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
        return String(view)
    }
}
