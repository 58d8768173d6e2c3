import JSON
import Reports

extension RunReport {
    /// A message's own placeholders (`{0}`, §3.11.5) and links (`[text](address)`, §3.11.6) must not come from a name.
    static func message(_ text: String) -> JSONValue {
        let hasLink = text.contains("](")
        var escaped = String.UnicodeScalarView()
        for scalar in VisibleText.of(text).unicodeScalars {
            switch scalar {
            case "{", "}": escaped.append(contentsOf: [scalar, scalar])
            case "[" where hasLink, "]" where hasLink, "\\" where hasLink: escaped.append(contentsOf: ["\\", scalar])
            default: escaped.append(scalar)
            }
        }
        return .object(("text", .string(String(escaped))))
    }

    /// §3.27.10 knows three levels; what has no severity any more is reported as the middle one.
    static func level(_ severity: Severity?) -> String {
        switch severity {
        case .critical, .high: "error"
        case .medium, nil: "warning"
        case .low: "note"
        }
    }

    /// The middle of the band that GitHub's code scanning gives the same name; a word as a number, not a measurement.
    static func score(_ severity: Severity) -> String {
        switch severity {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        case .low: "2.0"
        }
    }

    /// A path as a relative reference: all but unreserved characters and slashes as percent codes (RFC 3986 §2).
    static func uri(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = path.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
