/// The parts of a language tag (RFC 5646, section 2.1), as the schema of CSAF 2.0 takes one. In lower case: case means
/// nothing in a tag.
struct LanguageTag: Equatable {
    /// nil: a tag that is for private use as a whole, or a grandfathered one.
    private(set) var language: String?
    private(set) var extended: [String] = []
    private(set) var script: String?
    private(set) var region: String?
    private(set) var variants: [String] = []
    /// Letter and subtags: `u-ca-buddhist`.
    private(set) var extensions: [String] = []
    private(set) var isPrivate = false
    private let text: String

    static func == (left: LanguageTag, right: LanguageTag) -> Bool { left.text == right.text }

    init?(_ written: String) {
        guard written.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }) else { return nil }
        text = written.lowercased()
        if ["i-default", "i-mingo"].contains(text) { return }
        var rest = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)[...]
        guard rest.allSatisfy({ (1...8).contains($0.utf8.count) }) else { return nil }
        if rest.first != "x" {
            guard let language = rest.popFirst(), Self.isWord(language, 2...8) else { return nil }
            self.language = language
            if language.utf8.count <= 3 {
                while extended.count < 3, let next = rest.first, Self.isWord(next, 3...3) {
                    extended.append(rest.removeFirst())
                }
            }
            if let next = rest.first, Self.isWord(next, 4...4) { script = rest.removeFirst() }
            if let next = rest.first, Self.isRegion(next) { region = rest.removeFirst() }
            while let next = rest.first, Self.isVariant(next) { variants.append(rest.removeFirst()) }
            while let letter = rest.first, letter.utf8.count == 1, letter != "x" {
                rest.removeFirst()
                let parts = rest.prefix { $0.utf8.count >= 2 }
                guard !parts.isEmpty else { return nil }
                rest = rest.dropFirst(parts.count)
                extensions.append(([letter] + parts).joined(separator: "-"))
            }
        }
        if rest.first == "x" {
            guard rest.count > 1 else { return nil }
            isPrivate = true
            rest = []
        }
        guard rest.isEmpty else { return nil }
    }

    private static func isWord(_ part: String, _ lengths: ClosedRange<Int>) -> Bool {
        lengths.contains(part.utf8.count) && part.utf8.allSatisfy(\.isLetter)
    }

    private static func isRegion(_ part: String) -> Bool {
        isWord(part, 2...2) || part.utf8.count == 3 && part.utf8.allSatisfy(\.isDigit)
    }

    private static func isVariant(_ part: String) -> Bool {
        (5...8).contains(part.utf8.count) || part.utf8.count == 4 && part.utf8.first?.isDigit == true
    }
}
