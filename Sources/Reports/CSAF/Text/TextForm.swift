/// What a string must be written like. Each is a small reader of its own; there is no engine of regular expressions, whose
/// time on hostile text nobody can bound.
struct TextForm: Sendable {
    /// Follows "This is not …".
    var what: String
    /// Follows "Write …".
    var next: String
    var isMet: @Sendable (String) -> Bool

    static let words = TextForm(what: "text", next: "at least one character, or leave it out") { !$0.isEmpty }

    static let uri = TextForm(
        what: "a URI",
        next: "it in full with its scheme, and what is not ASCII in percent encoding: https://example.com/a"
    ) { URISyntax.isMet($0) }

    static let moment = TextForm(what: "a date and time", next: "it like 2026-06-12T21:30:00Z (RFC 3339)") {
        Moment($0) != nil
    }

    static let version = TextForm(what: "a version", next: "a whole number like 1, or one like 1.0.0") {
        CSAFVersion($0) != nil
    }

    static let language = TextForm(what: "a language tag", next: "one like en or pt-BR (RFC 5646)") {
        LanguageTag($0) != nil
    }

    static let cpe = TextForm(what: "a CPE name", next: "one like cpe:2.3:a:vendor:product:1.0:*:*:*:*:*:*:*") {
        CPESyntax.isMet($0)
    }

    static let packageURL = TextForm(what: "a package URL", next: "one like pkg:type/namespace/name@version") {
        PackageURL.looksLikeOne($0) && URISyntax.isMet($0)
    }

    static let hash = TextForm(what: "a hash", next: "at least 32 hexadecimal digits") { text in
        text.utf8.count >= 32 && text.utf8.allSatisfy(\.isHexDigit)
    }

    static let cve = TextForm(what: "a CVE number", next: "one like CVE-2026-12345, and other ids under `ids`") {
        text in
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.count == 3 && Array(parts[0]) == Array("CVE".utf8) && parts[1].count == 4 && parts[2].count >= 4
            && parts[1].allSatisfy(\.isDigit) && parts[2].allSatisfy(\.isDigit)
    }

    static let weakness = TextForm(what: "a CWE number", next: "one like CWE-1427") { text in
        guard text.hasPrefix("CWE-") else { return false }
        let digits = text.utf8.dropFirst(4)
        return (1...6).contains(digits.count) && digits.allSatisfy(\.isDigit) && digits.first != UInt8(ascii: "0")
    }

    static let category = TextForm(
        what: "a category",
        next: "one line that begins and ends with neither space, dash, underscore nor full stop"
    ) { text in
        isOneLine(text) { !$0.isSpace && !["-", "_", "."].contains($0) }
    }

    static let trackingID = TextForm(what: "an id", next: "one line that neither begins nor ends with a space") {
        text in
        isOneLine(text) { !$0.isSpace }
    }

    /// - Parameter end: what the first and the last character must be.
    private static func isOneLine(_ text: String, ends end: (Unicode.Scalar) -> Bool) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, end(first), end(last) else { return false }
        return !scalars.contains { ["\n", "\r", "\u{2028}", "\u{2029}"].contains($0) }
    }
}

extension Unicode.Scalar {
    /// What `\s` is in ECMA-262, whose regular expressions JSON Schema uses.
    var isSpace: Bool { self == "\u{FEFF}" || properties.isWhitespace && self != "\u{85}" }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
    var isHexDigit: Bool { isDigit || (0x41...0x46).contains(self & 0xDF) }

    /// Of an ASCII letter.
    var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
