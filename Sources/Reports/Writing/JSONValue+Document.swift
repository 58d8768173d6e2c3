package import Control
import Domain
package import JSON

extension JSONValue {
    /// As a file of its own: indented, with a line end behind it.
    package var document: [UInt8] { Array((indented + "\n").utf8) }

    /// RFC 3339, of Unix milliseconds.
    package static func time(_ unixMilliseconds: UInt64) -> JSONValue {
        .string(ClockText.rfc3339(unixMilliseconds: unixMilliseconds))
    }

    /// A share from 0 to 1, of parts per million.
    package static func share(_ millionths: Int) -> JSONValue { .number(decimal(millionths: millionths)) }

    /// `0.0468`, of parts per million.
    static func decimal(millionths: Int) -> String {
        var fraction = String(abs(millionths) % 1_000_000 + 1_000_000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return (millionths < 0 ? "-" : "") + "\(abs(millionths) / 1_000_000)" + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}

extension Rate {
    /// Shares from 0 to 1.
    package var json: JSONValue {
        .object(
            ("point", .share(point)),
            ("low", .share(low)),
            ("high", .share(high)),
            ("n", .integer(count))
        )
    }
}
