/// HTML or XML in the making. Literals are markup, and whatever is put into them is text: it is made visible and escaped,
/// so that forgetting to do so is not possible.
struct Markup: Sendable, ExpressibleByStringInterpolation {
    private(set) var source: String

    static let none: Markup = ""

    init(stringLiteral source: String) { self.source = source }
    init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

    /// Markup that is not written by this code: a style sheet.
    init(trusted source: String) { self.source = source }

    static func += (one: inout Markup, other: Markup) { one.source += other.source }

    var bytes: [UInt8] { Array(source.utf8) }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { source += literal }
        mutating func appendInterpolation(_ markup: Markup) { source += markup.source }
        mutating func appendInterpolation(_ markups: [Markup]) { for markup in markups { source += markup.source } }
        mutating func appendInterpolation(_ number: Int) { source += String(number) }

        /// Good in elements and in quoted attributes of both languages: a line break in an attribute of XML would
        /// become a space (§3.3.3) if it stood there as itself.
        mutating func appendInterpolation(_ text: String) {
            for scalar in VisibleText.of(text).unicodeScalars {
                switch scalar {
                case "&": source += "&amp;"
                case "<": source += "&lt;"
                case ">": source += "&gt;"
                case "\"": source += "&quot;"
                case "'": source += "&#39;"
                case "\n": source += "&#10;"
                case "\t": source += "&#9;"
                default: source.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
