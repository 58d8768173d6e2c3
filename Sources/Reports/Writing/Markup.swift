/// HTML or XML in the making. Literals are markup, and whatever is put into them is text: it is made visible and escaped,
/// so that forgetting to do so is not possible.
package struct Markup: Sendable, ExpressibleByStringInterpolation {
    package private(set) var source: String

    package static let none: Markup = ""

    package init(stringLiteral source: String) { self.source = source }
    package init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

    /// Markup that is not written by this code: a style sheet.
    package init(trusted source: String) { self.source = source }

    package static func += (one: inout Markup, other: Markup) { one.source += other.source }

    package var bytes: [UInt8] { Array(source.utf8) }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        package init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(literalCapacity * 2) }

        package mutating func appendLiteral(_ literal: String) { source += literal }
        package mutating func appendInterpolation(_ markup: Markup) { source += markup.source }
        package mutating func appendInterpolation(_ markups: [Markup]) {
            for markup in markups { source += markup.source }
        }
        package mutating func appendInterpolation(_ number: Int) { source += String(number) }

        /// Good in elements and in quoted attributes of both languages: a line break in an attribute of XML would
        /// become a space (§3.3.3) if it stood there as itself.
        package mutating func appendInterpolation(_ text: String) {
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
